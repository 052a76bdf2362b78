/// A log-in that needs no stored pairings: you name the user and your own id of the terminal, and the service says what
/// is missing.
///
/// Keep the value in the session between two pages of the log-in, and act on each call's ``Step``:
///
/// ```swift
/// var login = ZeroStorageLogin(username: "jdoe", terminalID: terminalCookie, actionName: "Log In")
/// switch try await login.begin(with: api) {
/// case .granted: letIn()
/// case .denied: sorry("You denied this on your phone.")
/// case .waiting: showPage("Look at your phone.")  // which calls login.advance
/// case .needsPairingPhrase: showPage("Type the phrase.")  // login.pair(phrase:with:)
/// case .needsTerminalName: showPage("Name this computer.")  // login.nameTerminal(_:with:)
/// case .needsOTP: showPage("Type the code.")  // login.enter(otp:with:)
/// case .userDisabled: sorry("Not without your phone.")  // or let in, if that is your policy
/// }
/// session.login = login
/// ```
///
/// The value never says that a request was granted; only the result of a call does. So nobody can forge a grant by
/// changing the value. Its user name must still be yours: keep it on the server, or sign it. A phrase is accepted only
/// after the service has said that the user has no pairing, and a terminal's name only after it has said that there is
/// none. Every response must be about this user, terminal and action.
public struct ZeroStorageLogin: Sendable, Hashable, Codable {
    /// What the service said last. It does not say whether a request was granted.
    enum Phase: Sendable, Hashable, Codable {
        case new
        case unpaired(Step.PhraseReason)
        case pairing(id: String)
        case unnamed
        case pending(id: String)
        case unreachable(id: String?)
        case disabled
        case over
    }

    /// Your name of the user, who has passed the first factor.
    public let username: String

    /// Your own opaque id of the terminal, for instance a random cookie value that does not depend on the user.
    public let terminalID: String

    /// The terminal's name that the phone shows; `nil` if the user is to name it.
    public let terminalName: String?

    /// What is being allowed; `nil` for the service's default, "Log In".
    public let actionName: String?

    /// Whether an automation of the phone may decide.
    public let isAutomationAllowed: Bool

    /// Whether the phone must check its user: by finger, face, PIN or pattern.
    public let isChallengeRequired: Bool

    var phase = Phase.new

    /// Creates a log-in that has not begun.
    public init(
        username: String, terminalID: String, terminalName: String? = nil, actionName: String? = nil,
        isAutomationAllowed: Bool = true, isChallengeRequired: Bool = false
    ) {
        self.username = username
        self.terminalID = terminalID
        self.terminalName = terminalName
        self.actionName = actionName
        self.isAutomationAllowed = isAutomationAllowed
        self.isChallengeRequired = isChallengeRequired
    }

    /// The step to show again; `nil` before the beginning and after the decision.
    public var openStep: Step? {
        switch phase {
        case .new, .over: nil
        case .unpaired(let reason): .needsPairingPhrase(reason)
        case .pairing: .waiting(.pairing)
        case .unnamed: .needsTerminalName
        case .pending: .waiting(.authentication)
        case .unreachable: .needsOTP
        case .disabled: .userDisabled
        }
    }
}
