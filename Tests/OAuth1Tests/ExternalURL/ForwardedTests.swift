import Testing

@testable import OAuth1

/// RFC 7239, with the names of the request in ``ArrivedCase``.
@Suite("Forwarded")
struct ForwardedTests {
    @Test("The value of one trusted proxy is used")
    func one() {
        #expect(forwarded("for=192.0.2.1;proto=https;host=api.example.com") == .origin("https://api.example.com"))
        #expect(forwarded("For=192.0.2.1;PROTO=HTTPS;Host=API.Example.com") == .origin("https://api.example.com"))
        #expect(
            forwarded(
                #"for="[2001:db9::1]:4711";by=203.0.113.43;host="api.example.com:8443";proto=http;secret="a,b;c""#)
                == .origin("http://api.example.com:8443"))
        #expect(forwarded("proto=https;host=a") == .origin("https://a"))
        #expect(forwarded("for=unknown;proto=https;host=a") == .origin("https://a"))
        #expect(forwarded("for=_gazonk;proto=https;host=a") == .origin("https://a"))
        #expect(forwarded(#"for="_hidden:_port";proto=https;host=a"#) == .origin("https://a"))
        #expect(forwarded(#"for="192.0.2.1:080";proto=https;host="\a\.b""#) == .origin("https://a.b"))
        #expect(
            forwarded(#"for="[2001:db9::1]";proto=https;host="[2001:DB8::1]:443""#) == .origin("https://[2001:db8::1]"))
    }

    @Test("White space around separators and empty parameters are ignored")
    func blanks() {
        #expect(forwarded(" \t for=1.1.1.1 ; proto=https;;host=a; ") == .origin("https://a"))
        #expect(forwarded("for=9.9.9.9;proto=http;host=b\t,\tfor=1.1.1.1;proto=https;host=a") == .origin("https://a"))
    }

    @Test("If no proxy names a host, the received one is used")
    func noHost() {
        #expect(forwarded("for=192.0.2.1;proto=https") == .origin("https://internal.example:8080"))
        // The outer proxy does not change Host, and the inner one writes what it replaces.
        #expect(forwarded("for=192.0.2.1;proto=https, for=10.0.0.2;proto=http;host=a") == .origin("https://a"))
        // The client's own host is ignored.
        #expect(
            forwarded("for=1.1.1.1;host=evil, for=192.0.2.1;proto=https") == .origin("https://internal.example:8080"))
    }

    @Test("The chain is followed from the right to the first hop that is not trusted")
    func chain() {
        let client = "for=192.0.2.1;proto=https;host=outer"
        let inner = "for=10.0.0.2;proto=http;host=inner"
        #expect(forwarded("\(client), \(inner)") == .origin("https://outer"))
        #expect(forwarded(client, inner) == .origin("https://outer"))
        #expect(forwarded("\(client), for=\"[2001:db8::7]\";proto=http;host=inner") == .origin("https://outer"))
        #expect(forwarded("\(client), for=\"[::ffff:10.0.0.7]:80\";proto=http;host=inner") == .origin("https://outer"))
        #expect(forwarded("\(client), \(inner), \(inner), \(inner)") == .origin("https://outer"))
        // A client that called the inner proxy directly is not trusted.
        #expect(forwarded("\(client), for=192.0.2.9;proto=http;host=inner") == .origin("http://inner"))
        #expect(forwarded("\(client), for=unknown;proto=http;host=inner") == .origin("http://inner"))
        #expect(forwarded("\(client), for=_10.0.0.2;proto=http;host=inner") == .origin("http://inner"))
        #expect(forwarded("\(client), proto=http;host=inner") == .origin("http://inner"))
        // A client in the trusted network.
        #expect(forwarded(inner) == .origin("http://inner"))
        #expect(forwarded("for=10.0.0.9;proto=https;host=outer, \(inner)") == .origin("https://outer"))
    }

    @Test(
        "A client's own field changes nothing, whether the proxy appends to it or adds another",
        arguments: [
            "for=10.0.0.1;proto=http;host=evil", "for=10.0.0.1;proto=http;host=evil, for=10.0.0.2", "", ",", ", ,",
            "proto=gopher;host=\"evil evil\"", "for=\"nonsense nonsense\"", "for=\"\"", "for=10.0.0.1", "by=10.0.0.1",
        ])
    func clientsOwn(injected: String) {
        let own = "for=192.0.2.1;proto=https;host=api.example.com"
        #expect(forwarded("\(injected), \(own)") == .origin("https://api.example.com"))
        #expect(forwarded(injected, own) == .origin("https://api.example.com"))
        #expect(forwarded(injected, "\(own), for=10.0.0.2;proto=http;host=inner") == .origin("https://api.example.com"))
    }

    @Test(
        "A client's unterminated value cannot contain what the proxy appends",
        arguments: [
            "for=\"", "for=\"x", "for=\"x\\", "host=evil;x=\"", "for=1.1.1.1;proto=http;host=\"evil", "=\"", "\"",
            "for=",
            "for", "for=a=b", "for=1.1.1.1 proto=http",
        ])
    func leftOpen(injected: String) {
        for own in [
            "for=192.0.2.1;proto=https;host=a", "for=\"[2001:db9::1]\";proto=https;host=a",
            "for=\"192.0.2.1:80\";proto=https;host=\"a:8443\"", "for=192.0.2.1;host=\"a\";proto=https",
        ] {
            #expect(forwarded("\(injected), \(own)").isMalformed(.forwarded))
            #expect(forwarded("\(injected),\(own)").isMalformed(.forwarded))
        }
    }

    @Test(
        "A malformed field is an error",
        arguments: [
            "for=1.1.1.1:80;proto=https;host=a", "for=[::1];proto=https;host=a", "proto=https;host=a:80",
            "proto =https;host=a", "proto= https;host=a", "proto=https;proto=https;host=a", "PROTO=http;proto=https",
            "proto=https;host=\"a", "proto=https;host=a\"", "proto=https;host=\"a\"b", "proto=https host=a",
            "proto=https;host=\"a\u{0}\"", "proto=https;host=\"a\u{7f}\"", "proto=https;host=a\r\n",
            "proto=https;hóst=a",
            "proto=https;host=\"a\\\u{1}\"", "(proto=https)", "proto=https;host", "proto=https/host=a",
        ])
    func malformed(value: String) {
        #expect(forwarded(value).isMalformed(.forwarded))
    }

    @Test(
        "A malformed host is an error",
        arguments: [
            "", " ", "a b", "a/b", "user@a", "a:0", "a:65536", "a:", "a:080", "a:8O", "a:80:80", ":80", "[::1", "::1",
            "[a]",
            "[1.2.3.4]", "[fe80::1%eth0]", "[::1]80", "[::1]]", "a?b", "a#b", "a\\\\b", "a%2eb", "ä", "a,b", "a;b",
            "~a",
            "http://a", "a:-1", "[]", String(repeating: "a", count: 256),
        ])
    func invalidHost(host: String) {
        #expect(forwarded("for=1.1.1.1;proto=https;host=\"\(host)\"").isMalformed(.forwarded))
    }

    @Test(
        "A malformed hop is an error if it is used",
        arguments: [
            "", "a", "1.2.3", "1.2.3.4:", "1.2.3.4:x", "1.2.3.4:123456", "_", "_:80", "[fe80::1%eth0]", "[::1]x",
            "[1.2.3.4]",
            "unknowns", "_a b", "_~",
        ])
    func invalidHop(hop: String) {
        #expect(forwarded("for=\"\(hop)\";proto=https;host=a").isMalformed(.forwarded))
        #expect(forwarded("for=\"\(hop)\", for=1.1.1.1;proto=https;host=a") == .origin("https://a"))
    }

    @Test("A malformed or missing scheme is an error")
    func scheme() {
        for proto in ["ftp", "\"\"", "\"https \"", "wss", "https2", "\"http,https\""] {
            #expect(forwarded("for=1.1.1.1;proto=\(proto);host=a").isMalformed(.forwarded))
        }
        #expect(forwarded("for=1.1.1.1;host=a") == .error(.missing(.forwardedProto)))
        #expect(forwarded("") == .error(.missing(.forwardedProto)))
        #expect(forwarded("for=1.1.1.1;host=a;proto=https, ") == .error(.missing(.forwardedProto)))
        // Only the proxy that the client called knows it.
        #expect(forwarded("for=1.1.1.1;host=a, for=10.0.0.2;proto=https") == .error(.missing(.forwardedProto)))
        #expect(forwarded(", for=10.0.0.2;proto=https") == .error(.missing(.forwardedProto)))
    }

    @Test("Fields above the limit are an error, and fields of the limit are accepted")
    func size() {
        let own = "for=1.1.1.1;proto=https;host=a"
        let padding = String(repeating: ",", count: ForwardingHeaders.maximumBytes - own.utf8.count)
        #expect(forwarded(padding + own) == .origin("https://a"))
        #expect(forwarded("," + padding + own) == .error(.tooLarge(limit: ForwardingHeaders.maximumBytes)))
        #expect(forwarded(padding, own, ",") == .error(.tooLarge(limit: ForwardingHeaders.maximumBytes)))
    }
}
