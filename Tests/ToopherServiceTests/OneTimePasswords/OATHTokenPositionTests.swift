#if Service

import CryptoCore
import Testing

@testable import ToopherService

@Suite("The position of a hard token")
struct OATHTokenPositionTests {
    static let algorithms: [OATHTokenSettings.Algorithm] = [.sha1, .sha256, .sha512]
    static let now: Int64 = 1_700_000_010

    private let token = TestToken()
    private let counted = OATHTokenSettings(kind: .hotp, digits: 6)
    private let timed = OATHTokenSettings(kind: .totp, digits: 6)

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func accept(
        _ counter: Int64, at position: OATHTokenPosition, _ settings: OATHTokenSettings, now: Int64 = now
    ) throws -> OATHTokenPosition? {
        try position.accepting(bytes(token.password(counter)), of: settings, key: token.key(), at: now)
    }

    private func resynchronize(
        _ counters: [Int64], at position: OATHTokenPosition, _ settings: OATHTokenSettings
    ) throws -> OATHTokenPosition? {
        try position.resynchronized(
            by: counters.map { bytes(try token.password($0)) }, of: settings, key: token.key(), at: Self.now)
    }

    @Test("A counter is accepted from the expected one to 20 ahead, and moves behind it")
    func counterWindow() throws {
        let position = OATHTokenPosition(eventCounter: 100)
        for counter: Int64 in 100...120 {
            #expect(try accept(counter, at: position, counted)?.eventCounter == counter + 1)
        }
        for counter: Int64 in [0, 98, 99, 121, 122, 1000] { #expect(try accept(counter, at: position, counted) == nil) }
        let after = try #require(try accept(105, at: position, counted))
        #expect(try accept(105, at: after, counted) == nil && accept(104, at: after, counted) == nil)
        #expect(try accept(126, at: after, counted)?.eventCounter == 127)
    }

    @Test("A time step is accepted two before and after, and later ones only afterwards; the drift is kept")
    func timeWindow() throws {
        let step = Self.now / 30
        for offset: Int64 in -2...2 {
            let after = try #require(try accept(step + offset, at: OATHTokenPosition(), timed))
            #expect(after == OATHTokenPosition(eventCounter: 0, drift: offset, lastStep: step + offset))
            for earlier in (step + offset - 2)...(step + offset) {
                #expect(try accept(earlier, at: after, timed) == nil)
            }
            // Two more in the same direction are found from the new drift.
            let later = Self.now + 300
            #expect(try accept(step + 10 + offset + 2, at: after, timed, now: later)?.drift == offset + 2)
            #expect(try accept(step + 10 + offset + 3, at: after, timed, now: later) == nil)
            #expect(try accept(step + 10 + offset - 3, at: after, timed, now: later) == nil)
        }
        #expect(try accept(step - 3, at: OATHTokenPosition(), timed) == nil)
        #expect(try accept(step + 3, at: OATHTokenPosition(), timed) == nil)
    }

    @Test("The passwords of RFC 6238 are accepted with every hash function", arguments: algorithms)
    func published(algorithm: OATHTokenSettings.Algorithm) throws {
        let passwords = ["sha1": "14050471", "sha256": "67062674", "sha512": "99943326"]
        let password = try #require(passwords[algorithm.rawValue])
        let digits = Array("1234567890".utf8)
        let secret = (0..<algorithm.hash.digestCount).map { digits[$0 % 10] }
        let key = try HMACKey(algorithm.hash, key: SecretBytes(secret))
        let settings = OATHTokenSettings(kind: .totp, digits: 8, algorithm: algorithm)
        func accept(_ password: String, _ settings: OATHTokenSettings) throws -> OATHTokenPosition? {
            try OATHTokenPosition().accepting(bytes(password), of: settings, key: key, at: 1_111_111_111)
        }
        #expect(try accept(password, settings)?.lastStep == 1_111_111_111 / 30)
        #expect(try accept(TestToken.wrong(password), settings) == nil)
        var other = settings
        other.stepSize = 60
        #expect(try accept(password, other) == nil)
        other = settings
        other.digits = 6
        #expect(try accept(password, other) == nil && accept(String(password.suffix(6)), other) != nil)
        #expect(try accept(String(password.suffix(6)), settings) == nil && accept("", settings) == nil)
    }

    @Test("Consecutive passwords are found among 10,000 events")
    func counterSearch() throws {
        let position = OATHTokenPosition(eventCounter: 50)
        for counter: Int64 in [50, 71, 5000, 10_049] {
            #expect(try resynchronize([counter, counter + 1], at: position, counted)?.eventCounter == counter + 2)
        }
        #expect(try resynchronize([60, 61, 62, 63], at: position, counted)?.eventCounter == 64)
        for counters: [Int64] in [[10_050, 10_051], [48, 49], [49, 50], [60, 62], [61, 60], [60, 60], [60], []] {
            #expect(try resynchronize(counters, at: position, counted) == nil, "\(counters)")
        }
    }

    @Test("Consecutive passwords are found within 1000 time steps, whatever the known drift is")
    func timeSearch() throws {
        let step = Self.now / 30
        for position in [OATHTokenPosition(), OATHTokenPosition(drift: 5000)] {
            for offset: Int64 in [-1000, -3, 0, 999] {
                let after = try resynchronize([step + offset, step + offset + 1], at: position, timed)
                #expect(after?.lastStep == step + offset + 1 && after?.drift == offset + 1)
            }
            #expect(try resynchronize([step + 1001, step + 1002], at: position, timed) == nil)
            #expect(try resynchronize([step - 1001, step - 1000], at: position, timed) == nil)
        }
        let used = OATHTokenPosition(lastStep: step)
        #expect(try resynchronize([step, step + 1], at: used, timed) == nil)
        #expect(try resynchronize([step + 1, step + 2], at: used, timed)?.drift == 2)
    }

    @Test("Positions and times at their bounds are no reason to stop")
    func bounds() throws {
        let (key, bounds) = (try token.key(), OATHTokenPosition.bounds)
        let far = [
            OATHTokenPosition(eventCounter: bounds.upperBound), OATHTokenPosition(drift: bounds.lowerBound),
            OATHTokenPosition(drift: bounds.upperBound), OATHTokenPosition(lastStep: bounds.upperBound),
        ]
        for position in far {
            for time: Int64 in [0, -5, Self.now, .max / 4] {
                for settings in [counted, timed] {
                    let password = bytes("000000")
                    _ = try position.accepting(password, of: settings, key: key, at: time)
                    for passwords in [[password], [bytes("0"), password], [[], []], [password, bytes("0000000")]] {
                        #expect(
                            try position.resynchronized(by: passwords, of: settings, key: key, at: time) == nil)
                    }
                }
            }
        }
    }
}

#endif
