import Testing

@testable import OAuth1

@Suite("IPNetwork")
struct IPNetworkTests {
    @Test(
        "An address is in its networks only",
        arguments: [
            ("10.0.0.0/8", "10.0.0.0", "9.255.255.255"), ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.6"), ("192.0.2.7/32", "192.0.2.7", "192.0.2.8"),
            ("192.0.2.6/31", "192.0.2.7", "192.0.2.8"), ("128.0.0.0/1", "255.255.255.255", "127.255.255.255"),
            ("0.0.0.0/0", "255.255.255.255", "::1"), ("0.0.0.0/0", "::ffff:1.2.3.4", "::1.2.3.4"),
            ("::/0", "ffff::1", "1.2.3.4"), ("::/0", "::", "::ffff:1.2.3.4"), ("::1", "::1", "::2"),
            ("::1/128", "::1", "::"), ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
            ("2001:db8::8/127", "2001:db8::9", "2001:db8::a"), ("::ffff:10.0.0.0/104", "10.1.2.3", "11.1.2.3"),
            ("::ffff:0:0/96", "1.2.3.4", "::1"), ("::ffff:10.0.0.1", "10.0.0.1", "::ffff:10.0.0.2"),
            ("fe80::%eth0/64", "fe80::1%eth0", "fe80::1%eth1"), ("fe80::/64", "fe80::1", "fe80::1%eth0"),
            ("fe80::%eth0/64", "fe80::1%eth0", "fe80::1"),
        ])
    func membership(network: String, inside: String, outside: String) throws {
        let proxies = try TrustedProxies([network], setting: .forwarded)
        #expect(proxies.contains(inside))
        #expect(!proxies.contains(outside))
        for text in ["", "\(inside) ", " \(inside)", "[\(inside)]", "[\(inside)]:80", "\(inside)/32", "x"] {
            #expect(!proxies.contains(text))
        }
    }

    @Test("Without networks, no peer is trusted")
    func none() throws {
        let proxies = try TrustedProxies([], setting: .forwarded)
        for address in ["0.0.0.0", "::", "127.0.0.1", "::1"] { #expect(!proxies.contains(address)) }
    }

    @Test(
        "A malformed network is refused with its text",
        arguments: [
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0 /8",
            "10.0.0.0/ 8", "10.0.0.0/255.0.0.0", "10.0.0.1/8", "10/8", "10.0.0.0/9999999999999999999999", "::/129",
            "::1/64", "2001:db8::/16", "fe80::/64%eth0", "::ffff:0:0/95", "::ffff:10.0.0.1/104", "::ffff:10.0.0.0/129",
            "localhost", "*", "10.0.0.*", "10.0.0.0-10.0.0.9", "[::1]", "10.0.0.0/8,11.0.0.0/8", "10.0.0.0/8\n",
        ])
    func invalid(text: String) {
        do {
            _ = try TrustedProxies(["192.0.2.1", text], setting: .forwarded)
            Issue.record("\(text) was taken for a network")
        } catch ExternalURLError.invalidNetwork(let refused, _) {
            #expect(refused == text)
        } catch {
            Issue.record(error)
        }
    }
}
