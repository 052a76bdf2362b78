import CryptoCore
import HTTPTypes
import OAuth1
import Testing

/// The code of the tutorial about webhooks, which `script/check-sources` compares with it.
@Suite("The tutorial about webhooks")
struct WebhookReceiverTests {
    static let body = Array(#"{"order":7,"paid":true}"#.utf8)

    /// What the service sends, as it arrives behind the site's proxy.
    static func call(
        secret: String = "s", url: String = "https://shop.example.org/hooks/paid", isHashed: Bool = true
    ) throws -> HTTPRequest {
        let signer = Signer(
            credentials: try Credentials(
                consumerKey: "k", key: .hmac(.sha256, consumerSecret: SecretBytes(utf8: secret))))
        var request = HTTPRequest(method: .post, scheme: "http", authority: "10.0.0.7:8080", path: "/hooks/paid")
        request.headerFields[.contentType] = "application/json"
        request.headerFields[.authorization] =
            isHashed
            ? try signer.authorizationHeader(method: "POST", url: url, hashing: body)
            : try signer.authorizationHeader(method: "POST", url: url)
        return request
    }

    /// Returns the statuses of calls, each with a body, and what was handled.
    func respond(_ calls: [(HTTPRequest, [UInt8])]) async throws -> ([Int], [[UInt8]]) {
        let receiver = try WebhookReceiver(
            consumerKey: "k", consumerSecret: "s", site: "https://shop.example.org")
        var (statuses, handled): ([Int], [[UInt8]]) = ([], [])
        for (request, body) in calls {
            statuses.append(try await receiver.respond(to: request, body: body) { handled.append($0) }.code)
        }
        return (statuses, handled)
    }

    @Test("An authentic call is handled once")
    func once() async throws {
        let request = try Self.call()
        let (statuses, handled) = try await respond([(request, Self.body), (request, Self.body)])
        #expect(statuses == [200, 401] && handled == [Self.body])
    }

    @Test("With another body, secret or address, or without a hash, nothing is handled")
    func tampered() async throws {
        let changed = Array(#"{"order":8,"paid":true}"#.utf8)
        var elsewhere = try Self.call()
        elsewhere.path = "/hooks/refunded"
        let (statuses, handled) = try await respond([
            (try Self.call(), changed), (try Self.call(secret: "t"), Self.body), (elsewhere, Self.body),
            (try Self.call(isHashed: false), Self.body),
            (try Self.call(url: "https://other.example.org/hooks/paid"), Self.body),
            (HTTPRequest(method: .post, scheme: "http", authority: "10.0.0.7:8080", path: "/hooks/paid"), Self.body),
        ])
        #expect(statuses == [401, 401, 401, 401, 401, 401] && handled.isEmpty)
    }

    @Test("What does not happen on the site is thrown, and an explanation names the mistake and no secret")
    func explained() async throws {
        struct Full: Error {}
        let receiver = try WebhookReceiver(
            consumerKey: "k", consumerSecret: "s3cr3t", site: "https://shop.example.org")
        await #expect(throws: Full.self) {
            try await receiver.respond(to: Self.call(secret: "s3cr3t"), body: Self.body) { _ in throw Full() }
        }
        let plain = try Self.call(secret: "s3cr3t", url: "http://shop.example.org/hooks/paid")
        let explanation = try receiver.explanation(of: plain, body: Self.body)
        #expect(explanation.contains("http") && !explanation.contains("s3cr3t"))
    }
}
