import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import Subprocess
import SystemPackage
import TestProvider
import Testing

@testable import ToopherCommand

/// `toopher oauth authorize` in a process of its own, the provider, and a person with a browser between them.
struct AuthorizeConversation: Sendable {
    static let secret = "kd94hf93&k423kf44"
    static let environment = [
        "OAUTH_CONSUMER_KEY": Provider.consumerKey, "OAUTH_CONSUMER_SECRET": secret,
    ]

    /// A status and what the body says, or where the browser is sent.
    struct Page: Sendable {
        var status: Int
        var location: String?
        var body: String
    }

    /// Types a line in.
    typealias Typing = @Sendable (String) async throws -> Void

    let provider: Provider
    let transport: CurlTransport

    /// The options that name the provider's endpoints.
    var endpoints: [String] {
        let base = "http://" + provider.authority
        return [
            "--request-url", base + "/initiate", "--authorize-url", base + "/authorize", "--access-url",
            base + "/token",
        ]
    }

    /// Opens `url` in a browser.
    func open(_ url: String, method: HTTPRequest.Method = .get, host: String? = nil) async throws -> Page {
        let parts = url.dropFirst("http://".count).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var request = HTTPRequest(
            method: method, scheme: "http", authority: String(parts[0]), path: "/" + (parts.count > 1 ? parts[1] : ""))
        if let host, let name = HTTPField.Name("Host") { request.headerFields[name] = host }
        let response = try await transport.send(request)
        return Page(
            status: response.head.status.code, location: response.head.headerFields[.location],
            body: String(decoding: response.body, as: UTF8.self))
    }

    /// Runs the command, and calls `person` with the address that it prints.
    func run(
        _ arguments: [String], environment: [String: String] = Self.environment,
        person: @escaping @Sendable (_ address: String, _ type: Typing) async throws -> Void
    ) async throws -> ToopherProcess.Outcome {
        let result = try await Subprocess.run(
            .path(ToopherProcess.path), arguments: Arguments(["oauth", "authorize"] + endpoints + arguments),
            environment: ToopherProcess.environment(environment), input: .inputWriter,
            output: .string(limit: 1 << 20), error: .sequence
        ) { execution in
            var text = ""
            var hasBegun = false
            for try await line in execution.standardError.strings() {
                text += line
                let address = line.drop { $0 == " " }.prefix { !$0.isNewline }
                // The question or the announcement follows the address, and the command is ready.
                guard !hasBegun, line.hasPrefix("  http://") else { continue }
                hasBegun = true
                let writer = execution.standardInputWriter
                try await person(String(address)) { _ = try await writer.write($0 + "\n") }
            }
            return text
        }
        guard case .exited(let code) = result.terminationStatus else {
            Issue.record("ended by a signal: \(result.terminationStatus)")
            return ToopherProcess.Outcome(status: -1, output: "", error: "")
        }
        return ToopherProcess.Outcome(
            status: Int32(code), output: result.standardOutput, error: result.closureResult)
    }
}

/// Runs `body` with a provider and a browser.
func withConversation(
    key: SignatureKey = .hmac(.sha1, consumerSecret: SecretBytes(utf8: AuthorizeConversation.secret)),
    hasSessions: Bool = false, tampering: @escaping Provider.Tampering = { _, response in response },
    _ body: (AuthorizeConversation) async throws -> Void
) async throws {
    let provider = try Provider(key: key, hasSessions: hasSessions, tampering: tampering)
    defer { provider.stop() }
    let transport = try CurlTransport()
    do {
        try await body(AuthorizeConversation(provider: provider, transport: transport))
    } catch {
        await transport.close()
        throw error
    }
    await transport.close()
}
