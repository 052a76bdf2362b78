#if Service

import Database
import Testing

@testable import ToopherService

@Suite("Lists of backup codes")
struct BackupCodeRouteTests {
    private static let path = "/v1/users/activate_next_otp_list"

    @Test("Each code is valid once, and the next list ends the former")
    func lists() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (userID, codes) = try await harness.backupCodes(user: "jdoe", of: shop)
            #expect(codes.count == 10)
            #expect(try await harness.verify(codes[0], userID: userID) == .valid)
            #expect(try await harness.verify(codes[0], userID: userID) == .invalid)
            #expect(try await harness.verify(TestToken.wrong(codes[1]), userID: userID) == .invalid)
            #expect(try await harness.verify(codes[9].lowercased(), userID: userID) == .valid)
            let response = try await harness.post(Self.path, [("user_name", "jdoe")], as: shop)
            let next = response.json["otp_list"].array.map(\.text)
            #expect(next.count == 10 && Set(next).isDisjoint(with: codes))
            #expect(try await harness.verify(codes[1], userID: userID) == .invalid)
            #expect(try await harness.verify(next[0], userID: userID) == .valid)
            #expect(try await harness.service.core.store.count("backup_codes") == 10)
        }
    }

    @Test("The database has no code, and neither the log")
    func stored() async throws {
        let log = LogRecorder()
        try await Harness.run(logger: log.logger()) { harness in
            let shop = try await harness.requester()
            let (userID, codes) = try await harness.backupCodes(user: "jdoe", of: shop)
            #expect(try await harness.verify(codes[0], userID: userID) == .valid)
            let database = harness.service.core.store.database
            var contents = ""
            for table in StoredTable.all { contents += "\(try await database.query("SELECT * FROM \(table.name)"))" }
            for code in codes {
                let plain = code.replacing("-", with: "")
                for text in [contents, log.text] { #expect(!text.contains(code) && !text.contains(plain)) }
            }
        }
    }

    @Test("A user is created only if that is asked for")
    func unknownUser() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for (parameters, refusal) in [
                ([], "400 400 Missing parameter: user_name"),
                ([("user_name", "jdoe")], "409 705 No matching user exists."),
                ([("user_name", "jdoe"), ("create_user_if_needed", "False")], "409 705 No matching user exists."),
                (
                    [("user_name", "jdoe"), ("create_user_if_needed", "perhaps")],
                    "400 400 Invalid parameter: create_user_if_needed"
                ),
                ([("user_name", " jdoe")], "400 400 Invalid parameter: user_name"),
            ] {
                #expect(try await harness.post(Self.path, parameters, as: shop).refusal == refusal)
            }
            #expect(try await harness.service.core.store.count("users") == 0)
            for _ in 0..<2 { _ = try await harness.backupCodes(user: "jdoe", of: shop) }
            #expect(try await harness.service.core.store.count("users") == 1)
        }
    }

    @Test("A code is another's neither of the same requester nor of another")
    func otherUsers() async throws {
        try await Harness.run { harness in
            let (mine, theirs) = (try await harness.requester("Mine"), try await harness.requester("Theirs"))
            let (userID, codes) = try await harness.backupCodes(user: "jdoe", of: mine)
            let sibling = try await harness.backupCodes(user: "sibling", of: mine).userID
            let namesake = try await harness.backupCodes(user: "jdoe", of: theirs).userID
            for other in [sibling, namesake, "nobody"] {
                #expect(try await harness.verify(codes[0], userID: other) == .invalid)
            }
            #expect(try await harness.verify(codes[0], userID: userID) == .valid)
        }
    }
}

#endif
