import Testing
import WebSyntax

@testable import WebPush

@Suite("Push services")
struct PushServicesTests {
    static func accepts(_ url: String, _ services: PushServices = .ofBrowsers) throws -> Bool {
        services.accept(try HTTPURL(url))
    }

    @Test(
        "The push services of browsers are accepted",
        arguments: [
            "https://fcm.googleapis.com/fcm/send/a:b", "https://FCM.googleapis.com:443/wp/x",
            "https://updates.push.services.mozilla.com/wpush/v2/x", "https://wns2-par02p.notify.windows.com/w/?token=x",
            "https://web.push.apple.com/x", "https://web.push.apple.com./x", "https://a.b.push.apple.com/",
        ])
    func accepted(url: String) throws { #expect(try Self.accepts(url)) }

    @Test(
        "No other host is, however similar, and no other port",
        arguments: [
            "http://fcm.googleapis.com/x", "http://updates.push.services.mozilla.com/x",
            "https://evilpush.apple.com/x", "https://web.push.apple.com.evil.org/x", "https://push.apple.com/x",
            "https://.push.apple.com/x", "https://a..push.apple.com/x", "https://evil.org/web.push.apple.com",
            "https://evil.org/?web.push.apple.com", "https://web.push.apple.com:8443/x",
            "https://web.push.apple.com..evil.org/", "https://web.push.apple.com../", "https://a.fcm.googleapis.com/x",
            "https://googleapis.com/x", "https://fcm.googleapis.com.evil.org", "https://fcm.googleapis.com:80/",
            "https://fcm-googleapis.com/x", "https://127.0.0.1:8080/x.google.com/", "https://127.0.0.1/",
            "https://push.services.mozilla.com.evil.org/", "https://evilpush.services.mozilla.com/",
            "https://push-services.mozilla.com/", "https://notify.windows.com.local/", "https://[::1]/",
        ])
    func refused(url: String) throws { #expect(try !Self.accepts(url)) }

    @Test("What the operator names is accepted besides, with its port or the default one")
    func additional() throws {
        let services = try PushServices(additional: [
            "Ntfy.Example.", "push.example:8443", "[0::1]:9000", "127.0.0.1:80",
        ])
        for url in [
            "https://ntfy.example/up", "https://NTFY.example.:443/", "http://ntfy.example/",
            "https://push.example:8443/",
            "https://[::1]:9000/", "http://127.0.0.1/", "https://web.push.apple.com/x",
        ] {
            #expect(try Self.accepts(url, services), "\(url)")
        }
        for url in [
            "https://ntfy.example:8443/", "https://a.ntfy.example/", "https://push.example/",
            "https://push.example:443/",
            "https://[::1]/", "https://127.0.0.1/", "https://ntfy.example.org/",
        ] {
            #expect(try !Self.accepts(url, services), "\(url)")
            #expect(try !Self.accepts(url), "\(url)")
        }
        #expect(services.additional == ["ntfy.example", "push.example:8443", "[::1]:9000", "127.0.0.1:80"])
    }

    @Test(
        "A malformed setting is refused",
        arguments: ["", "*", "*.example.com", "https://a.example", "a.example/", "a:b", "a:0", "a b", "user@a"])
    func malformed(text: String) {
        #expect(throws: WebPushError.invalidService(text)) { try PushServices(additional: ["good.example", text]) }
    }

    @Test("A subscription is accepted for its endpoint")
    func subscriptions() throws {
        for (endpoint, expected) in [("https://web.push.apple.com/x", true), ("https://evilpush.apple.com/x", false)] {
            let subscription = try PushSubscription(endpoint: endpoint, p256dh: RFC8291.p256dh, auth: RFC8291.auth)
            #expect(PushServices.ofBrowsers.accept(subscription) == expected)
        }
    }
}
