import Testing

@testable import CurlTransport

@Suite("Hosts without a proxy")
struct ProxyBypassTests {
    static func includes(_ list: String, _ host: String, port: Int = 443) -> Bool {
        ProxyBypass(list).includes(host: host, port: port)
    }

    @Test(
        "An entry includes its hosts",
        arguments: [
            ("example.com", "example.com"), ("example.com", "a.example.com"), (".example.com", "a.b.example.com"),
            (".example.com", "example.com"), ("*.example.com", "a.example.com"), ("*.example.com", "a.b.example.com"),
            ("EXAMPLE.com", "example.com"), ("example.com.", "example.com"), ("example.com", "example.com."),
            ("a, example.com ,b", "example.com"), ("a b\texample.com", "example.com"), ("*", "anything.test"),
            ("a,*", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("0.0.0.0/0", "192.0.2.1"), ("10.0.0.0/8", "10.255.0.1"),
            ("192.0.2.1", "192.0.2.1"), ("192.0.2.1/32", "192.0.2.1"), ("2001:db8::1", "[2001:db8::1]"),
            ("[2001:db8::1]", "[2001:db8:0:0::1]"), ("2001:db8::/32", "[2001:db8:ffff::1]"),
            ("example.com:443", "example.com"), ("*.example.com:443", "a.example.com"), ("*:443", "a.test"),
            ("192.0.2.1:443", "192.0.2.1"), ("[2001:db8::1]:443", "[2001:db8::1]"),
            (".example.com:443", "a.example.com"),
        ])
    func included(list: String, host: String) {
        #expect(Self.includes(list, host))
    }

    @Test(
        "An entry includes no other host",
        arguments: [
            ("example.com", "nonexample.com"), ("example.com", "example.com.evil.test"), ("example.com", "com"),
            ("*.example.com", "example.com"), ("*.example.com", "aexample.com"), ("*example.com", "a.example.com"),
            ("a.*", "a.test"), ("", "a.test"), (",, ,", "a.test"), ("0.0.0.0", "192.0.2.1"), ("0.0.0.0", "127.0.0.1"),
            ("0.0.0.0/0", "[2001:db8::1]"), ("0.0.0.0/0", "a.test"), ("10.0.0.0/8", "11.0.0.1"),
            ("10.0.0.0/33", "10.0.0.0"),
            ("10.0.0.0/", "10.0.0.0"), ("10.0.0.0/x", "10.0.0.0"), ("192.0.2.1", "192.0.2.10"), ("0.2.1", "192.0.2.1"),
            ("2001:db8::/32", "[2001:db9::1]"), ("example.com:8443", "example.com"),
            ("*.example.com:80", "a.example.com"),
            ("*:80", "a.test"), ("192.0.2.1:80", "192.0.2.1"), ("[2001:db8::1]:80", "[2001:db8::1]"),
            ("example.com:", "example.com"), ("example.com:x", "example.com"), ("http://example.com", "example.com"),
        ])
    func excluded(list: String, host: String) {
        #expect(!Self.includes(list, host))
    }
}
