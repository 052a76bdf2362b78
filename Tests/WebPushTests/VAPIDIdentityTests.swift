import CryptoCore
import Synchronization
import Testing

@testable import WebPush

@Suite("Tokens for push services")
struct VAPIDIdentityTests {
    static let start: Int64 = 1_800_000_000

    /// A clock that a test sets.
    final class Clock: Sendable {
        private let time = Atomic(start)

        var now: Int64 { time.load(ordering: .relaxed) }
        func advance(by seconds: Int64) { time.add(seconds, ordering: .relaxed) }
    }

    /// An identity and its clock.
    static func identity() throws -> (VAPIDIdentity, Clock) {
        let clock = Clock()
        let identity = VAPIDIdentity(
            key: try VAPIDKey(), contact: try VAPIDContact("mailto:push@example.com"), clock: { clock.now })
        return (identity, clock)
    }

    static func claims(_ field: String) throws -> VAPIDChecks.Claims {
        let (token, key) = try #require(VAPIDChecks.parse(field))
        return try #require(VAPIDChecks.claims(of: token, key: key))
    }

    @Test("The field has a token for the push service, valid for half a day, and the key that browsers have")
    func field() throws {
        let (identity, _) = try Self.identity()
        let field = try identity.authorization(for: "https://fcm.googleapis.com")
        let claims = try Self.claims(field)
        #expect(claims.aud == "https://fcm.googleapis.com" && claims.sub == "mailto:push@example.com")
        #expect(claims.exp == Self.start + 12 * 3600)
        #expect(VAPIDChecks.parse(field)?.key == identity.publicKey)
    }

    @Test("A token is used again until an hour before its end, each for its own push service")
    func cache() throws {
        let (identity, clock) = try Self.identity()
        let first = try identity.authorization(for: "https://a.example")
        let other = try identity.authorization(for: "https://b.example")
        #expect(try Self.claims(other).aud == "https://b.example")
        clock.advance(by: 11 * 3600 - 1)
        #expect(try identity.authorization(for: "https://a.example") == first)
        #expect(try identity.authorization(for: "https://b.example") == other)
        clock.advance(by: 1)
        let second = try identity.authorization(for: "https://a.example")
        #expect(second != first)
        #expect(try Self.claims(second).exp == Self.start + 23 * 3600)
        #expect(try identity.authorization(for: "https://a.example") == second)
    }

    @Test("After the clock was set back, no token ends more than a day ahead")
    func clockSetBack() throws {
        let (identity, clock) = try Self.identity()
        let first = try identity.authorization(for: "https://a.example")
        clock.advance(by: -86400)
        let second = try identity.authorization(for: "https://a.example")
        #expect(second != first)
        #expect(try Self.claims(second).exp == Self.start - 12 * 3600)
    }

    @Test("Any number of push services fills no memory, and the newest keep their tokens")
    func capacity() throws {
        let (identity, clock) = try Self.identity()
        var last = ""
        for number in 0..<200 {
            clock.advance(by: 1)
            last = try identity.authorization(for: "https://n\(number).example")
            #expect(identity.count <= VAPIDIdentity.capacity)
        }
        #expect(identity.count == VAPIDIdentity.capacity)
        #expect(try identity.authorization(for: "https://n199.example") == last)
    }
}
