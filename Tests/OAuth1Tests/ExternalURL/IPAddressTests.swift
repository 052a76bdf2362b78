import Testing

@testable import OAuth1

@Suite("IP addresses")
struct IPAddressTests {
    @Test(
        "spellings of one address are equal",
        arguments: [
            ("192.0.2.7", "::ffff:192.0.2.7"), ("192.0.2.7", "::FFFF:c000:207"),
            ("192.0.2.7", "0:0:0:0:0:ffff:192.0.2.7"), ("::1", "0:0:0:0:0:0:0:1"), ("::1", "0000::0001"),
            ("2001:db8::", "2001:DB8:0:0:0:0:0:0"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:0.7.0.8"),
            ("1::8", "1:0:0:0:0:0:0:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::", "0::0"),
            ("64:ff9b::1.2.3.4", "64:ff9b::102:304"), ("fe80::1%eth0", "fe80:0::1%eth0"),
        ])
    func equal(_ one: String, _ other: String) throws {
        let address = try #require(IPAddress(one, allowingZone: true))
        #expect(IPAddress(other, allowingZone: true) == address)
    }

    @Test("addresses that differ are not equal")
    func different() throws {
        let texts = [
            "0.0.0.0", "::", "192.0.2.7", "192.0.2.8", "::192.0.2.7", "::1:192.0.2.7", "fe80::1", "fe80::1%eth0",
            "fe80::1%eth1", "1::", "0:1::",
        ]
        let addresses = try texts.map { try #require(IPAddress($0, allowingZone: true)) }
        #expect(Set(addresses).count == texts.count)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "01.2.3.4", "1.2.3.04",
            "0x1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "1.2.3.-4", "1.2.3.4/32", "1.2.3.4:80", "1.2.3.4%eth0",
            "١.٢.٣.٤", "localhost", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", ":1::", "1:", "::1:", "12345::", "g::", "::1.2.3", "1.2.3.4::",
            "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::ffff:1.2.3.256", "::ffff:1.2.3.4%eth0", "[::1]", "::1\u{0}",
            "::1%", "::1%a%b", "::1%a b", "::1%\(String(repeating: "a", count: 65))", "::１",
            "0000:0000:0000:0000:0000:0000:0000:00000001",
        ])
    func invalid(text: String) {
        #expect(IPAddress(text, allowingZone: true) == nil)
        #expect(IPAddress(text) == nil)
    }

    @Test("a zone is accepted only where it means something")
    func zones() {
        #expect(IPAddress("fe80::1%eth0") == nil)
        #expect(IPAddress("fe80::1%eth0", allowingZone: true)?.zone == "eth0")
    }
}

@Suite("Networks")
struct IPNetworkTests {
    @Test(
        "an address is in its networks, and only there",
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

    @Test("no network holds nobody")
    func none() throws {
        let proxies = try TrustedProxies([], setting: .forwarded)
        for address in ["0.0.0.0", "::", "127.0.0.1", "::1"] { #expect(!proxies.contains(address)) }
    }

    @Test(
        "a text that is no network is refused, with its text",
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
