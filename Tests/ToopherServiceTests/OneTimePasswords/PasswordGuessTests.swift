#if Service

import CryptoCore
import Database
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("Guessing at one-time passwords")
struct PasswordGuessTests {
    /// A user with one counted token.
    private func withUser(
        database: String? = nil, _ body: @Sendable (Harness, _ userID: String, TestToken) async throws -> Void
    ) async throws {
        try await Harness.run(database: database) { harness in
            let (shop, token) = (try await harness.requester(), TestToken())
            let userID = try await harness.backupCodes(user: "jdoe", of: shop).userID
            let response = try await harness.post(
                "/v1/users/\(userID)/oath_otp_validators/associate",
                [("secret", token.hexadecimal), ("otp_type", "hotp")], as: shop)
            #expect(response.status == 200, "\(response.text)")
            try await body(harness, userID, token)
        }
    }

    /// Wrong for the token of `withUser` for a long time: the password of no counter below 100.
    private func wrongPassword(_ token: TestToken) throws -> String {
        let known = Set(try (0..<100).map { try token.password($0) })
        return try #require((0..<200).map { String(100_000 + $0) }.first { !known.contains($0) })
    }

    @Test("Of 200 concurrent guesses five are compared, and all others find the lock")
    func concurrent() async throws {
        try await withUser { harness, userID, token in
            let wrong = try wrongPassword(token)
            let verdicts = await withTaskGroup(of: OneTimePasswordVerdict?.self) { group in
                for _ in 0..<200 { group.addTask { try? await harness.verify(wrong, userID: userID) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(verdicts.count == 200)
            #expect(verdicts.count { $0 == .invalid } == 5)
            let locked = OneTimePasswordVerdict.locked(until: harness.clock.now + 30)
            // A transaction that lost too many races compares nothing, and says so.
            #expect(verdicts.allSatisfy { $0 == nil || $0 == .invalid || $0 == locked })
            #expect(verdicts.count { $0 == locked } > 100)
            #expect(try await harness.verify(token.password(0), userID: userID) == locked)
        }
    }

    @Test("Of 200 concurrent guesses with the same right password one is valid")
    func concurrentRight() async throws {
        try await withUser { harness, userID, token in
            let right = try token.password(0)
            let verdicts = await withTaskGroup(of: OneTimePasswordVerdict?.self) { group in
                for _ in 0..<200 { group.addTask { try? await harness.verify(right, userID: userID) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(verdicts.count { $0 == .valid } == 1)
            #expect(verdicts.count { $0 == .invalid } == 5)
        }
    }

    @Test("A lock grows with each wrong password after it, refuses right ones, and ends with a right one")
    func growingLock() async throws {
        try await withUser { harness, userID, token in
            let wrong = try wrongPassword(token)
            func verify(_ password: String) async throws -> OneTimePasswordVerdict {
                try await harness.verify(password, userID: userID)
            }
            for _ in 0..<5 { #expect(try await verify(wrong) == .invalid) }
            for lock: Int64 in [30, 60, 120, 240, 480] {
                let until = harness.clock.now + lock
                #expect(try await verify(token.password(0)) == .locked(until: until))
                harness.clock.advance(by: lock - 1)
                #expect(try await verify(token.password(0)) == .locked(until: until))
                harness.clock.advance(by: 1)
                #expect(try await verify(wrong) == .invalid)
            }
            harness.clock.advance(by: 960)
            #expect(try await verify(token.password(0)) == .valid)
            // What was refused by the lock was not used up, and the count begins anew.
            for _ in 0..<5 { #expect(try await verify(wrong) == .invalid) }
            #expect(try await verify(wrong) == .locked(until: harness.clock.now + 30))
        }
    }

    @Test("Four wrong passwords do no harm if a right one follows")
    func fourWrong() async throws {
        try await withUser { harness, userID, token in
            let wrong = try wrongPassword(token)
            for counter: Int64 in 0..<4 {
                for _ in 0..<4 { #expect(try await harness.verify(wrong, userID: userID) == .invalid) }
                #expect(try await harness.verify(token.password(counter), userID: userID) == .valid)
            }
        }
    }

    @Test("Whatever is guessed counts, also what can be no password", arguments: ["", "abc", "ABCDE-FGHJK", "1234567"])
    func everyKind(text: String) async throws {
        try await withUser { harness, userID, token in
            for _ in 0..<5 {
                let verdict = try await harness.verify(text, userID: userID)
                #expect(verdict == .invalid)
            }
            let verdict = try await harness.verify(token.password(0), userID: userID)
            #expect(verdict == .locked(until: harness.clock.now + 30))
        }
    }

    @Test("A lock is of one user, and does not keep the phone from deciding")
    func phoneGoesOn() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let userID = try await harness.userID("jdoe", of: shop)
            let (otherID, codes) = try await harness.backupCodes(user: "other", of: shop)
            for _ in 0..<6 { _ = try await harness.verify("no password", userID: userID) }
            #expect(try await harness.verify("x", userID: userID) == .locked(until: harness.clock.now + 30))
            #expect(try await harness.verify(codes[0], userID: otherID) == .valid)
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("pairing_id", pairing), ("terminal_name", "t")], as: shop)
            let id = request.json["id"].text
            #expect(try await phone.decide(.approve, on: id, of: .authenticationRequest).status == 200)
        }
    }

    @Test("A lock holds after a restart")
    func restart() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        let clock = TestClock()
        for run in 0..<2 {
            try await Harness.run(database: database.path, clock: clock) { harness in
                if run == 0 { _ = try await harness.backupCodes(user: "jdoe", of: harness.requester()) }
                let userID = try await harness.service.core.store.database.query("SELECT id FROM users")[0].text("id")
                for _ in 0..<(run == 0 ? 5 : 0) {
                    #expect(try await harness.verify("no password", userID: userID) == .invalid)
                }
                #expect(try await harness.verify("no password", userID: userID) == .locked(until: clock.now + 30))
            }
        }
    }

    @Test("A password that two tokens of a user show is valid once")
    func sameToken() async throws {
        try await Harness.run { harness in
            let (shop, token) = (try await harness.requester(), TestToken())
            let userID = try await harness.backupCodes(user: "jdoe", of: shop).userID
            for id in ["a", "b"] {
                let response = try await harness.post(
                    "/v1/users/\(userID)/oath_otp_validators/associate",
                    [("secret", token.hexadecimal), ("otp_type", "hotp"), ("requester_specified_id", id)], as: shop)
                #expect(response.status == 200)
            }
            #expect(try await harness.verify(token.password(3), userID: userID) == .valid)
            #expect(try await harness.verify(token.password(3), userID: userID) == .invalid)
            #expect(try await harness.verify(token.password(4), userID: userID) == .valid)
        }
    }

    @Test("A timed token of another clock is followed, two steps at a time", arguments: ["sha1", "sha256", "sha512"])
    func drift(algorithm: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let userID = try await harness.backupCodes(user: "jdoe", of: shop).userID
            var token = TestToken(digits: 8)
            token.algorithm = try #require(OATHTokenSettings.Algorithm(rawValue: algorithm)).hash
            let made = try await harness.post(
                "/v1/users/\(userID)/oath_otp_validators/associate",
                [("secret", token.hexadecimal), ("algorithm", algorithm)], as: shop)
            #expect(made.status == 200)
            func verify(_ offset: Int64) async throws -> OneTimePasswordVerdict {
                try await harness.verify(token.password(harness.clock.now / 30 + offset), userID: userID)
            }
            #expect(try await verify(3) == .invalid)
            for offset: Int64 in [2, 4, 6, 5] {
                #expect(try await verify(offset) == .valid)
                #expect(try await verify(offset) == .invalid)
                harness.clock.advance(by: 300)
            }
            #expect(try await verify(2) == .invalid)
        }
    }

    @Test("A secret that was moved to another row accepts nothing")
    func movedSecret() async throws {
        try await Harness.run { harness in
            let (shop, token) = (try await harness.requester(), TestToken())
            var other = token
            other.secret[0] ^= 1
            let userID = try await harness.backupCodes(user: "jdoe", of: shop).userID
            let first = try await harness.provision(other, id: "a", [("otp_type", "hotp")], as: shop)
            let second = try await harness.post(
                "/v1/users/\(userID)/oath_otp_validators/associate",
                [("secret", token.hexadecimal), ("otp_type", "hotp"), ("requester_specified_id", "b")], as: shop)
            try await harness.service.core.store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute(
                    """
                    UPDATE oath_tokens SET sealed_secret = (SELECT sealed_secret FROM oath_tokens WHERE id = $1)
                    WHERE id = $2
                    """, [.text(first.json["id"].text), .text(second.json["id"].text)])
            }
            await #expect(throws: DatabaseError.unexpectedColumn(name: "oath_tokens.sealed_secret")) {
                try await harness.verify(other.password(0), userID: userID)
            }
            await #expect(throws: ServiceError.self) { try await harness.service.checkSecrets() }
        }
    }
}

#endif
