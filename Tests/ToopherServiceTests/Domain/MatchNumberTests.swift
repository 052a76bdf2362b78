#if Service

import CryptoCore
import Testing

@testable import ToopherService

@Suite("The number to match") struct MatchNumberTests {
    /// Ids of a request whose number comes of `value`.
    func ids(_ value: UInt64, digits: Int = 2) throws -> NewRequestIDs {
        var policy = RequesterPolicy()
        policy.numberDigits = digits
        return try NewRequestIDs(policy) { (count: Int) throws(CryptoError) in
            try count == 8 ? Self.bytes(of: value) : SystemRandom.source(count)
        }
    }

    private static func bytes(of value: UInt64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    @Test("It has as many digits as the policy has, each number as often", arguments: [2, 3])
    func digits(_ digits: Int) throws {
        let count: UInt64 = digits == 2 ? 100 : 1000
        let numbers = try (0..<count).map { try ids($0, digits: digits).matchNumber() }
        #expect(numbers.allSatisfy { $0.utf8.count == digits } && Set(numbers).count == Int(count))
        #expect(try ids(7, digits: digits).matchNumber() == String(repeating: "0", count: digits - 1) + "7")
    }

    @Test("It is none of the user's other requests', and each of the rest as often")
    func avoided() throws {
        let taken = ["00", "07", "08", "42", "99"]
        let numbers = try (0..<95).map { try ids($0).matchNumber(avoiding: taken) }
        #expect(Set(numbers).count == 95 && Set(numbers).isDisjoint(with: taken))
        // A number twice, or of another length, takes no place.
        #expect(try ids(0).matchNumber(avoiding: ["00", "00", "000001", "1", ""]) == "01")
    }

    @Test("With all of them taken there still is one")
    func exhausted() throws {
        let all = try (0..<100).map { try ids($0).matchNumber() }
        #expect(try all.contains(ids(12).matchNumber(avoiding: all)))
    }

    @Test("One that a prompt has shown already stays, unless it is another request's")
    func given() throws {
        var ids = try ids(1)
        ids.givenNumber = "33"
        #expect(ids.matchNumber(avoiding: ["01"]) == "33")
        #expect(ids.matchNumber(avoiding: ["33"]) == "01")
    }
}

#endif
