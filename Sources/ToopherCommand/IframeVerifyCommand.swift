import ArgumentParser
import Toopher

/// `toopher iframe verify`: checks a postback from standard input.
struct IframeVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a postback from standard input, and print it as JSON.",
        discussion: """
            Reads the form data as the browser posted it. Prints {"valid":true,"granted":…,"resource":{…}} or \
            {"valid":false,"error":"…"}. Exit status: 0 genuine and granted (or genuine, and not about an \
            authentication), 2 genuine and not granted, 1 not to be believed.
            """
    )

    @Option(help: "The token that was given to the page.")
    var requestToken: String?

    @Flag(help: "Do not demand a token.")
    var withoutRequestToken = false

    @Option(help: "How old the postback may be, in seconds.")
    var ttl: Int64 = ToopherIframe.defaultTTL

    @Option(help: "The user that the postback must be about.")
    var expectUser: String?

    @Option(help: "The action that the postback must be about.")
    var expectAction: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var requester: RequesterOptions

    func validate() throws {
        guard (requestToken == nil) == withoutRequestToken else {
            throw ValidationError("give either --request-token or --without-request-token")
        }
    }

    func run() throws {
        let iframe = try ToopherIframe(
            key: requester.consumerKey(), secret: requester.consumerSecret(), baseURL: requester.serviceURL,
            clock: time.clock)
        let form = try StandardInput.read(limit: 1 << 20)
        do {
            let postback = try iframe.processPostback(
                .bytes(Self.withoutLineEnd(form)),
                requestToken: requestToken.map { .expected($0) } ?? .withoutRequestToken, ttl: ttl,
                expecting: PostbackExpectation(username: expectUser, actionName: expectAction))
            print(try JSONOutput.line(Self.report(postback)))
            if case .authenticationRequest(let request) = postback, !request.isGranted { throw ExitStatus.denied }
        } catch let error as ToopherError {
            print(try JSONOutput.line(.object(["valid": .bool(false), "error": .string("\(error)")])))
            throw ExitCode.failure
        }
    }

    private static func report(_ postback: Postback) -> JSONValue {
        let (kind, raw): (String, JSONValue) =
            switch postback {
            case .authenticationRequest(let request): ("authentication_request", request.raw)
            case .pairing(let pairing): ("pairing", pairing.raw)
            case .user(let user): ("requester_user", user.raw)
            }
        return .object([
            "valid": .bool(true), "resource_type": .string(kind), "granted": .bool(postback.isGranted), "resource": raw,
        ])
    }

    /// A pipe usually ends in a line end that belongs to nobody's form.
    private static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.prefix((bytes.lastIndex { $0 != 10 && $0 != 13 } ?? -1) + 1))
    }
}
