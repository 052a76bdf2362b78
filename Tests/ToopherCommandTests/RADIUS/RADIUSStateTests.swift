import CryptoCore
import Testing

@testable import ToopherCommand

@Suite("The State of a challenge") struct RADIUSStateTests {
    private static func attributes(
        user: String = "jdoe", nas: String = "vpn", address: String = "192.0.2.1", place: String = "198.51.100.7"
    ) throws -> RADIUSAttributes {
        let values = [
            "USER_NAME": "\"\(user)\"", "NAS_IDENTIFIER": "\"\(nas)\"", "NAS_IP_ADDRESS": address,
            "CALLING_STATION_ID": "\"\(place)\"",
        ]
        return try RADIUSAttributes { name in values[name].map { [$0] } ?? [] }
    }

    private static func key(_ secret: String = "s", consumer: String = "k") throws -> HMACKey {
        try RADIUSState.key(consumerKey: consumer, secret: SecretBytes(utf8: secret))
    }

    private static let state = RADIUSState(requestID: "f6cbd6bb-6bd0-4b2d-a0ad-0e4cc7bb3f8e", expires: 1_800_000_000)

    private static func open(
        _ bytes: [UInt8], _ attributes: RADIUSAttributes, key: HMACKey, at now: Int64 = state.expires - 1
    ) throws -> RADIUSState? {
        try RADIUSState(bytes, for: attributes, key: key, at: now)
    }

    @Test("It comes back for the log-in that it was made for, until it expires") func roundTrip() throws {
        let (attributes, key) = (try Self.attributes(), try Self.key())
        let bytes = try Self.state.sealed(for: attributes, key: key)
        #expect(bytes.count <= 253)
        #expect(try Self.open(bytes, attributes, key: key) == Self.state)
        #expect(try Self.open(bytes, attributes, key: key, at: Self.state.expires) == nil)
    }

    @Test("It holds for no other user, NAS, place or secret") func bound() throws {
        let key = try Self.key()
        let bytes = try Self.state.sealed(for: Self.attributes(), key: key)
        for other in [
            try Self.attributes(user: "Jdoe"), try Self.attributes(user: "jdoevpn", nas: ""),
            try Self.attributes(user: "jdo", nas: "evpn"), try Self.attributes(nas: "vpn2"),
            try Self.attributes(address: "192.0.2.2"), try Self.attributes(place: "198.51.100.8"),
        ] {
            #expect(try Self.open(bytes, other, key: key) == nil)
        }
        #expect(try Self.open(bytes, Self.attributes(), key: Self.key("t")) == nil)
        #expect(try Self.open(bytes, Self.attributes(), key: Self.key(consumer: "l")) == nil)
    }

    @Test("Where a realm is taken off, it holds for the user of that realm only") func realms() throws {
        func attributes(_ realm: String) throws -> RADIUSAttributes {
            let values = ["USER_NAME": "\"jdoe@\(realm)\"", "STRIPPED_USER_NAME": "\"jdoe\""]
            return try RADIUSAttributes { name in values[name].map { [$0] } ?? [] }
        }
        let key = try Self.key()
        let bytes = try Self.state.sealed(for: attributes("a.example"), key: key)
        #expect(try Self.open(bytes, attributes("a.example"), key: key) == Self.state)
        #expect(try Self.open(bytes, attributes("b.example"), key: key) == nil)
        #expect(try Self.open(bytes, Self.attributes(nas: "", address: "", place: ""), key: key) == nil)
    }

    @Test("Whatever is changed, cut off or added makes it invalid") func tampered() throws {
        let (attributes, key) = (try Self.attributes(), try Self.key())
        let bytes = try Self.state.sealed(for: attributes, key: key)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                #expect(try Self.open(changed, attributes, key: key) == nil, "byte \(index)")
            }
            #expect(try Self.open(Array(bytes[..<index]), attributes, key: key) == nil, "\(index) bytes")
        }
        #expect(try Self.open(bytes + [0], attributes, key: key) == nil)
        #expect(try Self.open([0] + bytes, attributes, key: key) == nil)
        #expect(try Self.open([UInt8](repeating: 1, count: 4096), attributes, key: key) == nil)
    }

    @Test("An id that does not fit into the attribute is refused") func longID() throws {
        let (attributes, key) = (try Self.attributes(), try Self.key())
        var state = Self.state
        state.requestID = String(repeating: "x", count: 212)
        #expect(try state.sealed(for: attributes, key: key).count == 253)
        state.requestID += "x"
        #expect(throws: CommandError.self) { try state.sealed(for: attributes, key: key) }
    }
}
