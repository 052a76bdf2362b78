import ArgumentParser
import OAuth1
import Toopher

/// `toopher iframe verify`: verifies a postback from standard input.
struct IframeVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a postback from standard input, and print it as JSON.",
        discussion: """
            Reads the form data as the browser posted it. Prints {"valid":true,"granted":…,"resource":{…}} or \
            {"valid":false,"error":"…"}. Exit status: 0 valid and a granted authentication request, 2 anything \
            else: denied, or not valid. With --resource, 0 is an enabled pairing, a user, or any valid postback. With \
            --v1 it prints the fields of any resource: {"valid":true,"granted":…,"fields":{…}}, with "error" for a \
            valid error postback, whose exit status is 2.

            Example:
              toopher iframe verify --request-token "$TOKEN" <postback
            """
    )

    // Tokens, names and actions may begin with a hyphen.
    @Option(parsing: .unconditional, help: "The request token that the page was opened with.")
    var requestToken: String?

    @Flag(help: "Do not require a request token.")
    var withoutRequestToken = false

    @Flag(name: .customLong("v1"), help: "Only validate, as the client libraries before 2.0 do, and print the fields.")
    var isVersion1 = false

    @Option(help: "What the postback must be about for exit status 0.")
    var resource = ExpectedResource.authentication

    @Option(help: "The greatest age of the postback, in seconds. (default: 300, with --v1 100)")
    var ttl: Int64?

    @Option(help: "A field of the page's own, which is not signed. May be repeated.")
    var ignore: [String] = []

    @Flag(help: "Also accept signatures over the form encodings of other libraries, which leave ~ or * as they are.")
    var anyEncoding = false

    @Option(parsing: .unconditional, help: "The user that the postback must name.")
    var expectUser: String?

    @Option(parsing: .unconditional, help: "The action that the postback must name.")
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
            key: requester.consumerKey(), secret: requester.consumerSecret(), baseURL: requester.serviceURL(),
            postbackEncodings: anyEncoding ? Set(PostbackEncoding.allCases) : [.reference], clock: time.clock)
        let input = Self.withoutLineEnd(try StandardInput.read(limit: 1 << 20))
        let form = PostbackForm.ignoring(ignore, of: .bytes(input))
        do {
            if isVersion1 { try validateFields(of: form, by: iframe.version1()) } else { try process(form, by: iframe) }
        } catch let error as ToopherError {
            print(JSONValue.object(["valid": .bool(false), "error": .string("\(error)")]).text)
            throw ExitStatus.denied
        }
    }

    private func process(_ form: PostbackForm, by iframe: ToopherIframe) throws {
        let postback = try iframe.processPostbackWithoutReplayProtection(
            form, requestToken: expectedToken, ttl: ttl.map { .seconds($0) } ?? ToopherIframe.defaultTTL,
            expecting: expectation)
        print(Self.report(postback).text)
        guard resource.isGranted(by: postback) else { throw ExitStatus.denied }
    }

    private func validateFields(of form: PostbackForm, by iframe: ToopherIframe.Version1) throws {
        let fields = try iframe.validateWithoutReplayProtection(
            form, requestToken: expectedToken, ttl: ttl.map { .seconds($0) }, expecting: expectation)
        print(Self.report(fields).text)
        guard resource.isGranted(by: fields) else { throw ExitStatus.denied }
    }

    private var expectedToken: ExpectedRequestToken {
        requestToken.map { .expected($0) } ?? .withoutRequestToken
    }

    private var expectation: PostbackExpectation {
        PostbackExpectation(username: expectUser, actionName: expectAction)
    }

    private static func report(_ fields: ValidatedFields) -> JSONValue {
        let members = fields.parameters.map { ($0.name, JSONValue.string($0.value)) }
        var report: [String: JSONValue] = [
            "valid": .bool(true), "granted": .bool(fields.isGranted),
            "fields": .object(Dictionary(members, uniquingKeysWith: { first, _ in first })),
        ]
        report["error"] = fields.refusal.map { .string("\($0)") }
        return .object(report)
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

    /// Removes the line end that a pipe usually adds.
    private static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.prefix((bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") } ?? -1) + 1))
    }
}
