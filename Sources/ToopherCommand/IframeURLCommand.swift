import ArgumentParser
import CryptoCore
import OAuth1
import Toopher

/// `toopher iframe url`: makes a signed page address.
struct IframeURLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url",
        abstract: "Make the signed address of the page that asks a user, or on which a user manages phones.",
        discussion: "The address is good for whoever holds it until it expires."
    )

    @Argument(help: "Your name of the user.")
    var user: String

    @Flag(help: "The page on which the user pairs and manages phones.")
    var manageUser = false

    @Option(
        help:
            "Your token of this log-in, which the postback brings back. Without it, one is made and printed to standard error."
    )
    var requestToken: String?

    @Option(help: "Where the page mails a link when the user has lost the phone.")
    var resetEmail: String = ""

    @Option(help: "What is being allowed, in words.")
    var action: String = "Log In"

    @Option(help: "Anything; the postback brings it back.")
    var metadata: String = ""

    @Option(help: "How long the address is good for, in seconds.")
    var ttl: Int64 = ToopherIframe.defaultTTL

    @Option(help: "A further parameter, as NAME=VALUE; may be repeated.")
    var extra: [String] = []

    @Option(help: "Take this nonce instead of a random one.")
    var nonce: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var requester: RequesterOptions

    func run() throws {
        let iframe = try ToopherIframe(
            key: requester.consumerKey(), secret: requester.consumerSecret(), baseURL: requester.serviceURL,
            clock: time.clock, nonces: nonceSource)
        let extras = try extra.map(Self.parameter)
        if manageUser {
            print(try iframe.userManagementURL(username: user, resetEmail: resetEmail, ttl: ttl, extras: extras))
            return
        }
        let token: String
        if let requestToken {
            token = requestToken
        } else {
            token = try ToopherIframe.makeRequestToken()
            StandardError.print("request token: \(token)")
        }
        print(
            try iframe.authenticationURL(
                username: user, resetEmail: resetEmail, requestToken: token, actionName: action,
                requesterMetadata: metadata, ttl: ttl, extras: extras))
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
