import CryptoCore
import TestSupport
import Testing
import WebPush

@Suite("Push subscriptions")
struct PushSubscriptionTests {
    static let endpoint = "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA?x=1"

    static func error(
        _ endpoint: String = Self.endpoint, _ p256dh: String = RFC8291.p256dh, _ auth: String = RFC8291.auth,
        plain: Bool = false
    ) -> WebPushError? {
        do throws(WebPushError) {
            _ = try PushSubscription(endpoint: endpoint, p256dh: p256dh, auth: auth, allowingPlainHTTP: plain)
            return nil
        } catch {
            return error
        }
    }

    @Test("A subscription is read from a browser's texts, and again from what is stored of it")
    func reading() throws {
        let subscription = try PushSubscription(endpoint: Self.endpoint, p256dh: RFC8291.p256dh, auth: RFC8291.auth)
        #expect(subscription.endpoint == Self.endpoint)
        #expect(Base64.encodeURL(subscription.publicKey.x963Representation) == RFC8291.p256dh)
        #expect(Base64.encodeURL(subscription.authenticationSecret.bytes) == RFC8291.auth)
        let again = try PushSubscription(
            endpoint: subscription.endpoint, publicKey: subscription.publicKey.x963Representation,
            authenticationSecret: subscription.authenticationSecret)
        #expect(again.endpoint == subscription.endpoint)
        #expect(again.publicKey.x963Representation == subscription.publicKey.x963Representation)
    }

    @Test(
        "The audience is the origin of the endpoint",
        arguments: [
            ("https://a.example/x", "https://a.example"), ("https://A.Example:443", "https://a.example"),
            ("https://a.example.:8443/?q", "https://a.example:8443"), ("https://[0::1]/", "https://[::1]"),
        ])
    func audience(endpoint: String, expected: String) throws {
        let subscription = try PushSubscription(endpoint: endpoint, p256dh: RFC8291.p256dh, auth: RFC8291.auth)
        #expect(subscription.audience == expected)
    }

    @Test(
        "An endpoint that is not an https URL of a server is refused",
        arguments: [
            "", "https", "https://", "https:///path", "//a.example/", "a.example", "ftp://a.example/",
            "wss://a.example/",
            "javascript:alert(1)", "https://user@a.example/", "https://user:password@a.example/",
            "https://a.example/#fragment", "https://a.example/ b", "https://a.example/\n", "https://a.example\\b",
            "https://a.example:0/", "https://a.example:65536/", "https://a.example:/", "https://ä.example/",
            "https://a.example/ä", "https://a.example/%", "https://a.example/%zz", "https://a.example/\"",
            "https://a.example/<>", "https://a%2eexample/", " https://a.example/", "https://a.example/\u{0}",
            "https://[::1", "https://[fe80::1%25eth0]/",
        ])
    func endpoints(endpoint: String) {
        guard case .invalidEndpoint = Self.error(endpoint) else {
            Issue.record("accepted")
            return
        }
    }

    @Test("Plain http is only for tests that say so")
    func plainHTTP() {
        #expect(Self.error("http://127.0.0.1:8080/push") == .invalidEndpoint("its scheme is not https"))
        #expect(Self.error("http://127.0.0.1:8080/push", plain: true) == nil)
        #expect(Self.error("ftp://127.0.0.1:8080/push", plain: true) != nil)
    }

    @Test("An endpoint has at most 1024 bytes")
    func length() {
        let longest = "https://a.example/" + String(repeating: "x", count: 1024 - 18)
        #expect(Self.error(longest) == nil)
        #expect(Self.error(longest + "x") == .invalidEndpoint("it is longer than 1024 bytes"))
        #expect(Self.error(longest + String(repeating: "x", count: 10_000_000)) != nil)
        // A URL without a path gets one.
        let host = [String](repeating: String(repeating: "a", count: 50), count: 4).joined(separator: ".")
        let query = "?" + String(repeating: "x", count: 1024 - 8 - host.utf8.count - 2)
        #expect(Self.error("https://\(host)\(query)") == nil)
        #expect(Self.error("https://\(host)\(query)x") == .invalidEndpoint("it is longer than 1024 bytes"))
    }

    @Test("A key that is not an uncompressed point on the curve is refused")
    func keys() throws {
        let point = try RFC8291.bytes(RFC8291.p256dh)
        var offCurve = point
        offCurve[64] ^= 1
        var compressed = Array(point.prefix(33))
        compressed[0] = 2
        var hybrid = point
        hybrid[0] = 6
        let infinity = [UInt8](repeating: 0, count: 65)
        let zero = [4] + [UInt8](repeating: 0, count: 64)
        let order: [UInt8] = [4] + [UInt8](repeating: 255, count: 64)
        for bad in [offCurve, compressed, hybrid, infinity, zero, order, [], [0], point + [0], Array(point.dropLast())]
        {
            #expect(Self.error(Self.endpoint, Base64.encodeURL(bad)) == .invalidPublicKey)
        }
        for bad in [
            RFC8291.p256dh + "=", RFC8291.p256dh.replacing("_", with: "/"), RFC8291.p256dh + "\n", " " + RFC8291.p256dh,
            String(RFC8291.p256dh.dropLast()) + "5",
        ] {
            #expect(Self.error(Self.endpoint, bad) == .invalidPublicKey)
        }
    }

    @Test("An authentication secret has 16 bytes, in one spelling")
    func secrets() {
        for bad in [
            "", "BTBZMqHH6r4Tts7J_aSI", "BTBZMqHH6r4Tts7J_aSIggAA", "BTBZMqHH6r4Tts7J_aSIgh", "BTBZMqHH6r4Tts7J/aSIgg",
            "BTBZMqHH6r4Tts7J_aSIgg==", "BTBZMqHH6r4Tts7J_aSI g",
        ] {
            #expect(Self.error(Self.endpoint, RFC8291.p256dh, bad) == .invalidAuthenticationSecret)
        }
    }

    @Test("Random bytes and changed subscriptions are refused or valid, and never trap")
    func hostile() throws {
        var generator = SeededGenerator(seed: 8291)
        var accepted = 0
        for _ in 0..<3000 {
            var parts = [Self.endpoint, RFC8291.p256dh, RFC8291.auth].map { Array($0.utf8) }
            let part = Int.random(in: 0..<3, using: &generator)
            let index = Int.random(in: 0..<parts[part].count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: parts[part][index] = UInt8.random(in: 0...255, using: &generator)
            case 1: parts[part].remove(at: index)
            case 2: parts[part].insert(UInt8.random(in: 0...255, using: &generator), at: index)
            default: parts[part] = generator.bytes(index)
            }
            let texts = parts.map { String(decoding: $0, as: UTF8.self) }
            guard let subscription = try? PushSubscription(endpoint: texts[0], p256dh: texts[1], auth: texts[2]) else {
                continue
            }
            accepted += 1
            #expect(subscription.endpoint.hasPrefix("https://") && subscription.authenticationSecret.count == 16)
            #expect(try !MessageEncryption.encrypt([1], for: subscription).isEmpty)
        }
        #expect((100..<2900).contains(accepted))
    }

    @Test("No description of an error shows the secret of a subscription, and none the path of its endpoint")
    func descriptions() {
        let errors = [
            Self.error("https://a.example/hunter2 x"), Self.error(Self.endpoint, "hunter2"),
            Self.error(Self.endpoint, RFC8291.p256dh, "hunter2"),
        ]
        #expect(
            errors == [
                .invalidEndpoint("it has a space or a control character"), .invalidPublicKey,
                .invalidAuthenticationSecret,
            ])
        for error in errors.compactMap(\.self) { #expect(!"\(error)".contains("hunter2")) }
    }
}
