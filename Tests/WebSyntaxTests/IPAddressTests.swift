import Testing
import WebSyntax

@Suite("IP addresses")
struct IPAddressTests {
    @Test(
        "Spellings of one address are equal",
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

    @Test("Different addresses are not equal")
    func different() throws {
        let texts = [
            "0.0.0.0", "::", "192.0.2.7", "192.0.2.8", "::192.0.2.7", "::1:192.0.2.7", "fe80::1", "fe80::1%eth0",
            "fe80::1%eth1", "1::", "0:1::",
        ]
        let addresses = try texts.map { try #require(IPAddress($0, allowingZone: true)) }
        #expect(Set(addresses).count == texts.count)
    }

    @Test(
        "A malformed address is refused",
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

    @Test(
        "The text of an address is its canonical spelling (RFC 5952 section 4)",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), ("0.0.0.0", "0.0.0.0"), ("::FFFF:c000:207", "192.0.2.7"), ("0::0", "::"),
            ("0:0:0:0:0:0:0:1", "::1"), ("1:0:0:0:0:0:0:0", "1::"), ("2001:0DB8::0001", "2001:db8::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"), ("0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"),
            ("fe80::1%eth0", "fe80::1%eth0"),
        ])
    func text(_ spelling: String, _ expected: String) throws {
        let address = try #require(IPAddress(spelling, allowingZone: true))
        #expect(address.text == expected)
        #expect(IPAddress(expected, allowingZone: true) == address)
    }

    @Test("A zone is accepted only where it is permitted")
    func zones() {
        #expect(IPAddress("fe80::1%eth0") == nil)
        #expect(IPAddress("fe80::1%eth0", allowingZone: true)?.zone == "eth0")
    }
}
