/// A log-in for which you store nothing about Toopher: you name the user and your own id of the terminal, the service
/// knows the rest, and says what is missing.
///
/// Keep the value in the session between two pages of the log-in, and do what each call's ``Step`` says:
///
/// ```swift
/// var login = ZeroStorageLogin(username: "jdoe", terminalID: terminalCookie, actionName: "Log In")
/// switch try await login.begin(with: api) {
/// case .granted: letIn()
/// case .denied: sorry("You said no on your phone.")
/// case .waiting: showPage("Look at your phone.")  // which calls login.advance
/// case .needsPairingPhrase: showPage("Type the phrase.")  // login.pair(phrase:with:)
/// case .needsTerminalName: showPage("Name this computer.")  // login.nameTerminal(_:with:)
/// case .needsOTP: showPage("Type the code.")  // login.enter(otp:with:)
/// case .userDisabled: sorry("Not without your phone.")  // or let in, if that is your policy
/// }
/// session.login = login
/// ```
///
/// A grant is in what a call returns and nowhere else: the value that you keep cannot say that somebody was granted, so
/// nobody can forge that by changing it. What it does say has to be your own words all the same: keep it on the server, or
/// signed. A phrase is taken only after the service has said that the user has no phone, and a terminal's name only
/// after it has said that it has none, whatever form a stranger posts. Every answer must be about this user, terminal
/// and action.
public struct ZeroStorageLogin: Sendable, Hashable, Codable {
    /// Your name of the user, who has shown a first factor already.
    public let username: String

    /// Your own opaque id of the terminal, for instance a random cookie value that does not depend on the user.
    public let terminalID: String

    /// What the user's phone shows for the terminal, where you name it yourself.
    public let terminalName: String?

    /// What is being allowed; the service says "Log in" when you do not.
    public let actionName: String?

    /// Whether the phone may answer by itself.
    public let automationAllowed: Bool

    /// Whether the user must enter the phone's pattern lock.
    public let challengeRequired: Bool

    var phase = Phase.new

    /// A log-in that has not begun.
    public init(
        username: String, terminalID: String, terminalName: String? = nil, actionName: String? = nil,
        automationAllowed: Bool = true, challengeRequired: Bool = false
    ) {
        self.username = username
        self.terminalID = terminalID
        self.terminalName = terminalName
        self.actionName = actionName
        self.automationAllowed = automationAllowed
        self.challengeRequired = challengeRequired
    }

    /// What the service has last said. It does not say who was granted.
    enum Phase: Sendable, Hashable, Codable {
        case new
        case unpaired(PhraseReason)
        case pairing(id: String)
        case unnamed
        case asked(id: String)
        case unreachable(id: String?)
        case disabled
        case over
    }
}

extension ZeroStorageLogin {
    /// What comes next.
    public enum Step: Sendable, Hashable {
        /// The user said yes: let the user in. The log-in is over.
        case granted(AuthenticationRequest)
        /// The user said no, or the one-time password is wrong: let nobody in. The log-in is over.
        case denied(AuthenticationRequest)
        /// The user's phone asks: go on with ``ZeroStorageLogin/advance(within:schedule:clock:with:)``.
        case waiting(Waiting)
        /// The user has no phone: go on with ``ZeroStorageLogin/pair(phrase:with:)``.
        case needsPairingPhrase(PhraseReason)
        /// The terminal has no name: go on with ``ZeroStorageLogin/nameTerminal(_:with:)``.
        case needsTerminalName
        /// The phone cannot be reached: go on with ``ZeroStorageLogin/enter(otp:with:)``.
        case needsOTP
        /// The user has switched Toopher off. Whether that lets the user in without it is your policy; nothing has been
        /// asked. The log-in is over.
        case userDisabled
    }

    /// What the user's phone asks.
    public enum Waiting: String, Sendable, Hashable, Codable {
        /// Whether to pair.
        case pairing
        /// Whether to let in.
        case authentication
    }

    /// Why the user must type a pairing phrase.
    public enum PhraseReason: String, Sendable, Hashable, Codable {
        /// The service does not know the user: explain how to get the app.
        case userUnknown
        /// The user's pairing was deactivated.
        case pairingDeactivated
        /// No phone offers the phrase that was typed.
        case phraseUnknown
        /// The pairing was refused on the phone.
        case pairingRefused
    }

    /// The step that the log-in is at, to show its page again; nil before the beginning and after an answer.
    public var openStep: Step? {
        switch phase {
        case .new, .over: nil
        case .unpaired(let reason): .needsPairingPhrase(reason)
        case .pairing: .waiting(.pairing)
        case .unnamed: .needsTerminalName
        case .asked: .waiting(.authentication)
        case .unreachable: .needsOTP
        case .disabled: .userDisabled
        }
    }
}
