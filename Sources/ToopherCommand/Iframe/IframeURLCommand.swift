import ArgumentParser
import CryptoCore
import OAuth1
import Toopher

/// `toopher iframe url`: signs the URL of a page.
struct IframeURLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url",
        abstract: "Sign the URL of the page that authenticates a user, or on which a user manages phones.",
        discussion: """
            Whoever has the URL can open it until it expires. With --v1 it is a URL of the client libraries before 2.0, \
            in which missing options are None.

            Example:
              toopher iframe url jdoe --request-token "$TOKEN" --action "Pay 40 EUR"
            """
    )

    @Argument(help: "Your name of the user.")
    var user: String

    @Flag(help: "The page on which the user pairs and manages phones.")
    var manageUser = false

    // Tokens may begin with a hyphen.
    @Option(
        parsing: .unconditional,
        help:
            "Your request token of this log-in, which the postback echoes. Without it, one is generated and printed to standard error."
    )
    var requestToken: String?

    @Option(help: "Where the page mails a reset link if the user has lost the phone.")
    var resetEmail: String?

    @Option(help: "The action, in words.")
    var action: String = "Log In"

    @Option(parsing: .unconditional, help: "Any text; the postback echoes it.")
    var metadata: String?

    @Option(help: "What the phone shows of the browser, with --terminal-id.")
    var terminalName: String?

    @Option(parsing: .unconditional, help: "Your own id of the browser, by which the service knows it again.")
    var terminalID: String?

    @Option(
        help: ArgumentHelp(
            "Where the browser goes with the answer, in place of an iframe. Its origin must be registered.",
            valueName: "url"))
    var returnTo: String?

    @Option(help: "When the URL expires, in seconds from now. (default: 300, with --v1 100)")
    var ttl: Int64?

    @Option(help: "Another parameter, as NAME=VALUE. May be repeated.")
    var extra: [String] = []

    @Option(help: "The nonce to use, in place of a random one.")
    var nonce: String?

    @OptionGroup var version1: IframeVersion1Options
    @OptionGroup var time: ClockOptions
    @OptionGroup var requester: RequesterOptions

    func validate() throws {
        guard !version1.isVersion1 || extra.isEmpty else { throw ValidationError("--extra is not supported with --v1") }
        guard !version1.isVersion1 || returnTo == nil else {
            throw ValidationError("--return-to is not supported with --v1")
        }
        guard terminalID == nil || !(version1.isVersion1 || manageUser) else {
            throw ValidationError("--terminal-id is not supported with --v1 and --manage-user")
        }
        guard terminalName == nil || terminalID != nil else {
            throw ValidationError("--terminal-name needs --terminal-id")
        }
        guard !(manageUser && version1.pair) else { throw ValidationError("give --manage-user or --pair") }
    }

    func run() throws {
        let iframe = try ToopherIframe(
            key: requester.consumerKey(), secret: requester.consumerSecret(), baseURL: requester.serviceURL(),
            clock: time.clock, nonces: nonceSource)
        print(try version1.isVersion1 ? version1URL(version1.helper(of: iframe)) : url(iframe))
    }

    private func url(_ iframe: ToopherIframe) throws -> String {
        let extras = try extra.map(Self.parameter)
        let ttl = ttl.map { Duration.seconds($0) } ?? ToopherIframe.defaultTTL
        if manageUser {
            return try iframe.userManagementURL(
                username: user, resetEmail: resetEmail ?? "", returnURL: returnTo, ttl: ttl, extras: extras)
        }
        return try iframe.authenticationURL(
            username: user, resetEmail: resetEmail ?? "", requestToken: token(), actionName: action,
            requesterMetadata: metadata ?? "",
            terminal: terminalID.map { .init(name: terminalName ?? "", id: $0) }, returnURL: returnTo, ttl: ttl,
            extras: extras)
    }

    private func version1URL(_ iframe: ToopherIframe.Version1) throws -> String {
        let ttl = ttl.map { Duration.seconds($0) }
        if manageUser { return try iframe.userManagementURL(username: user, resetEmail: resetEmail, ttl: ttl) }
        if version1.pair { return try iframe.pairingURL(username: user, resetEmail: resetEmail, ttl: ttl) }
        return try iframe.authenticationURL(
            username: user, resetEmail: resetEmail, actionName: action, isAutomationAllowed: !version1.noAutomation,
            isChallengeRequired: version1.challenge, requestToken: token(), requesterMetadata: metadata, ttl: ttl,
            isInlinePairingAllowed: !version1.noInlinePairing)
    }

    /// Returns the given request token, or generates and prints one.
    private func token() throws -> String {
        if let requestToken { return requestToken }
        let token = try ToopherIframe.makeRequestToken()
        StandardError.print("request token: \(token)")
        return token
    }

    private var nonceSource: NonceSource {
        guard let nonce else { return RandomNonce.source }
        return { () throws(CryptoError) in nonce }
    }

    private static func parameter(_ text: String) throws -> Parameter {
        guard let equals = text.firstIndex(of: "=") else { throw ValidationError("--extra takes NAME=VALUE") }
        return Parameter(String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}
