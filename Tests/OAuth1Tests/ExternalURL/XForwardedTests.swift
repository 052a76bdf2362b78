import Testing

@testable import OAuth1

@Suite("X-Forwarded-Proto, -Host and -Port")
struct XForwardedTests {
    @Test("The value of one trusted proxy is used")
    func one() {
        #expect(xForwarded(proto: "https") == .origin("https://internal.example"))
        #expect(xForwarded(proto: " HTTPS\t", host: " API.example.com ") == .origin("https://api.example.com"))
        #expect(xForwarded(proto: "https", host: "a:8443") == .origin("https://a:8443"))
        #expect(xForwarded(proto: "https", host: "a:443") == .origin("https://a"))
        #expect(xForwarded(proto: "https", host: "a:80") == .origin("https://a:80"))
        #expect(xForwarded(proto: "http", host: "[2001:DB8::1]:80") == .origin("http://[2001:db8::1]"))
        #expect(xForwarded(for: "192.0.2.1", proto: "https", host: "a") == .origin("https://a"))
    }

    @Test("The port is that of the host from any source, and must not contradict it")
    func port() {
        #expect(xForwarded(proto: "https", host: "a", port: "8443") == .origin("https://a:8443"))
        #expect(xForwarded(proto: "https", host: "a", port: "443") == .origin("https://a"))
        #expect(xForwarded(proto: "https", port: "8443") == .origin("https://internal.example:8443"))
        #expect(xForwarded(proto: "https", host: "a:8443", port: "8443") == .origin("https://a:8443"))
        #expect(xForwarded(proto: "https", host: "[::1]", port: "1") == .origin("https://[::1]:1"))
        #expect(
            xForwarded(proto: "https", host: "a:8443", port: "443")
                == .error(.contradictory(.xForwardedHost, .xForwardedPort)))
        #expect(
            xForwarded(proto: "https", port: "443", authority: "a:8080")
                == .error(.contradictory(.authority, .xForwardedPort)))
        for port in ["", "0", "65536", "-1", "+1", "0443", "443x", "4 3", "999999999999999999999", "٤"] {
            #expect(xForwarded(proto: "https", host: "a", port: port).isMalformed(.xForwardedPort))
        }
    }

    @Test("Only the fields that the proxies are configured to write are used")
    func declared() {
        #expect(
            xForwarded(fields: .xForwardedProto, proto: "https", host: "evil", port: "1")
                == .origin("https://internal.example"))
        #expect(xForwarded(fields: .xForwardedHost, proto: "https", host: "a", port: "1") == .origin("http://a"))
        #expect(
            xForwarded(fields: .forwarded, proto: "https", host: "a", port: "1") == .origin("http://internal.example"))
        #expect(xForwarded(fields: [], proto: "https", host: "a", port: "1") == .origin("http://internal.example"))
        #expect(
            ArrivedCase(fields: .allX, headers: [("Forwarded", "for=1.1.1.1;proto=https;host=evil")]).outcome()
                == .arrived)
        #expect(
            ArrivedCase(fields: .allX, headers: [("X_Forwarded_Proto", "https"), ("X-Forwarded-Scheme", "https")])
                .outcome()
                == .arrived)
    }

    @Test("A proxy that writes a field must write the scheme")
    func missingScheme() {
        #expect(xForwarded(host: "a") == .error(.missing(.xForwardedProto)))
        #expect(xForwarded(port: "443") == .error(.missing(.xForwardedProto)))
        #expect(xForwarded(for: "192.0.2.1") == .error(.missing(.xForwardedProto)))
        #expect(xForwarded() == .origin("http://internal.example"))
        for proto in ["", "ftp", "https:", "https://", "\"https\"", "https;", "http s", "on"] {
            #expect(xForwarded(proto: proto).isMalformed(.xForwardedProto))
        }
    }

    @Test(
        "A malformed host is an error",
        arguments: ["", "a/b", "user@a", "\"a\"", "a:0", "[::1", "ä", "a b", "*", "a%20"])
    func invalidHost(host: String) {
        #expect(xForwarded(proto: "https", host: host).isMalformed(.xForwardedHost))
    }

    @Test("If proxies replace fields, several values are an error, since one may be the client's")
    func several() {
        #expect(xForwarded(proto: "https, http") == .error(.severalValues(.xForwardedProto)))
        #expect(xForwarded(proto: "https,https") == .error(.severalValues(.xForwardedProto)))
        #expect(xForwarded(proto: ",https") == .error(.severalValues(.xForwardedProto)))
        #expect(xForwarded(proto: "https", host: "evil,a") == .error(.severalValues(.xForwardedHost)))
        #expect(xForwarded(proto: "https", host: "a", port: "443,443") == .error(.severalValues(.xForwardedPort)))
        let twice = ArrivedCase(
            fields: .xForwardedProto, headers: [("X-Forwarded-Proto", "https"), ("x-forwarded-proto", "https")])
        #expect(twice.outcome() == .error(.severalValues(.xForwardedProto)))
        // The addresses of the hops do not matter in this mode.
        #expect(xForwarded(for: "nonsense, 10.0.0.1", proto: "https", host: "a") == .origin("https://a"))
    }

    @Test("If proxies append, the value next to the client's hop is used")
    func appending() {
        #expect(xForwarded(.appending, for: "192.0.2.1", proto: "https", host: "a") == .origin("https://a"))
        #expect(
            xForwarded(
                .appending, for: "192.0.2.1, 10.0.0.2", proto: "https, http", host: "outer, inner", port: "443, 80")
                == .origin("https://outer"))
        #expect(
            xForwarded(
                .appending, for: "192.0.2.1, 2001:db8::2, [2001:db8::3]:1, ::ffff:10.0.0.4, 10.0.0.2:99",
                proto: "https, http, http, http, http", host: "a,b,c,d,e") == .origin("https://a"))
        for hop in ["192.0.2.9", "unknown", "_proxy", "2001:db9::1", "192.0.2.9:80"] {
            #expect(
                xForwarded(.appending, for: "192.0.2.1, \(hop)", proto: "https, http", host: "evil, inner")
                    == .origin("http://inner"))
        }
        let lines = ArrivedCase(
            fields: [.xForwardedProto, .xForwardedHost], writing: .appending,
            headers: [
                ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "a"),
                ("X-Forwarded-For", "10.0.0.2"), ("X-Forwarded-Host", "b"), ("X-Forwarded-Proto", "http"),
            ])
        #expect(lines.outcome() == .origin("https://a"))
    }

    @Test(
        "A client's own values change nothing if proxies append",
        arguments: ["https", "https,https,https", "", ",", " , ", "nonsense", "\"", "10.0.0.2", "10.0.0.2, 10.0.0.3"])
    func injected(text: String) {
        let cases = [
            xForwarded(.appending, for: "\(text), 192.0.2.1", proto: "http", host: "a"),
            xForwarded(.appending, for: "192.0.2.1", proto: "\(text), http", host: "a"),
            xForwarded(.appending, for: "192.0.2.1", proto: "http", host: "\(text), a"),
            xForwarded(
                .appending, for: "\(text),192.0.2.1", proto: "\(text),http", host: "\(text),a", port: "\(text),80"),
            xForwarded(.appending, for: "\(text),192.0.2.1,10.0.0.2", proto: "http,https", host: "\(text),a,b"),
        ]
        #expect(cases.allSatisfy { $0 == .origin("http://a") })
    }

    @Test("A list that is shorter than the chain or has an empty value is an error")
    func holes() {
        #expect(
            xForwarded(.appending, for: "192.0.2.1, 10.0.0.2", proto: "https", host: "a, b")
                == .error(.missing(.xForwardedProto)))
        #expect(
            xForwarded(.appending, for: "192.0.2.1, 10.0.0.2", proto: "https, http", host: "a")
                == .error(.missing(.xForwardedHost)))
        #expect(xForwarded(.appending, proto: "https", host: "a") == .error(.missing(.xForwardedFor)))
        #expect(xForwarded(.appending, for: "192.0.2.1", proto: "https, ").isMalformed(.xForwardedProto))
        #expect(xForwarded(.appending, for: "192.0.2.1", proto: "https", host: "a, ").isMalformed(.xForwardedHost))
        for hop in ["", "x", "1.2.3.4.5", "fe80::1%eth0", "[::1", "10.0.0.2/8", "\"10.0.0.2\"", "for=10.0.0.2"] {
            #expect(
                xForwarded(.appending, for: "192.0.2.1, \(hop)", proto: "https, http", host: "a, b")
                    .isMalformed(.xForwardedFor))
        }
    }
}
