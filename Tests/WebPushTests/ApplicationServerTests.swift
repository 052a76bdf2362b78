import CryptoCore
import HTTPTypes
import TestSupport
import Testing

@testable import WebPush

@Suite("Push requests")
struct ApplicationServerTests {
    static func server(padding: Int? = 512) throws -> ApplicationServer {
        let identity = VAPIDIdentity(
            key: try VAPIDKey(), contact: try VAPIDContact("mailto:push@example.com"), clock: { 1_800_000_000 })
        return ApplicationServer(identity: identity, paddingPayloadsTo: padding)
    }

    static func value(_ head: HTTPRequest, _ name: String) throws -> String? {
        head.headerFields[try #require(HTTPField.Name(name))]
    }

    @Test("A request has the fields of RFC 8030 and RFC 8292, and a body for this browser")
    func fields() throws {
        let browser = try PushBrowser()
        let topic = try #require(PushTopic("Request-1"))
        let message = PushMessage(payload: [1, 2, 3], timeToLive: 90, urgency: .high, topic: topic)
        let subscription = try browser.subscription("https://Push.example:8443/a%2Fb?c=d")
        let (head, body) = try Self.server().request(for: message, to: subscription)
        #expect(head.method == .post && head.scheme == "https" && head.authority == "Push.example:8443")
        #expect(head.path == "/a%2Fb?c=d")
        #expect(try Self.value(head, "TTL") == "90" && Self.value(head, "Urgency") == "high")
        #expect(try Self.value(head, "Topic") == "Request-1")
        #expect(head.headerFields[.contentEncoding] == "aes128gcm")
        #expect(head.headerFields[.contentType] == "application/octet-stream")
        let (token, key) = try #require(VAPIDChecks.parse(head.headerFields[.authorization] ?? ""))
        #expect(VAPIDChecks.claims(of: token, key: key)?.aud == "https://push.example:8443")
        #expect(head.headerFields.count == 6)
        #expect(body.count == 512 + 103 && browser.decrypt(body) == [1, 2, 3])
        #expect(try PushBrowser().decrypt(body) == nil)
    }

    @Test("Without a topic there is no field, and urgencies have the names of RFC 8030")
    func urgencies() throws {
        let subscription = try PushBrowser().subscription()
        var names: [String?] = []
        for urgency in PushMessage.Urgency.allCases {
            let message = PushMessage(payload: [], timeToLive: 0, urgency: urgency)
            let head = try Self.server().request(for: message, to: subscription).head
            #expect(try Self.value(head, "Topic") == nil)
            names.append(try Self.value(head, "Urgency"))
        }
        #expect(names == ["very-low", "low", "normal", "high"])
    }

    @Test(
        "The time to live is from zero to four weeks",
        arguments: [
            (-1, "0"), (0, "0"), (2_419_200, "2419200"), (2_419_201, "2419200"), (.max, "2419200"), (.min, "0"),
        ]
            as [(Int64, String)])
    func timeToLive(seconds: Int64, expected: String) throws {
        let message = PushMessage(payload: [], timeToLive: seconds)
        let head = try Self.server().request(for: message, to: PushBrowser().subscription()).head
        #expect(try Self.value(head, "TTL") == expected)
    }

    @Test("A payload above the length that all are padded to is refused")
    func padding() throws {
        let subscription = try PushBrowser().subscription()
        let message = PushMessage(payload: [UInt8](repeating: 0, count: 513), timeToLive: 0)
        #expect(throws: WebPushError.payloadTooLarge(limit: 512)) {
            try Self.server().request(for: message, to: subscription)
        }
        #expect(try Self.server(padding: nil).request(for: message, to: subscription).body.count == 513 + 103)
    }

    @Test("A topic has 1 to 32 characters that every push service accepts")
    func topics() throws {
        for text in ["a", "A-Z0-9", String(repeating: "x", count: 32)] { #expect(PushTopic(text)?.text == text) }
        for text in ["", "a_b", "a b", "a.b", "ä", "a\n", "a=", String(repeating: "x", count: 33)] {
            #expect(PushTopic(text) == nil)
        }
        let topic = try PushTopic(for: "3f2b8a52-8f0e-4d1c")
        #expect(PushTopic(topic.text) == topic && topic.text.utf8.count == 32)
        #expect(try PushTopic(for: "3f2b8a52-8f0e-4d1c") == topic)
        #expect(try PushTopic(for: "3f2b8a52-8f0e-4d1d") != topic)
    }
}
