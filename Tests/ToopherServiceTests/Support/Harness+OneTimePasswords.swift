#if Service

import CryptoCore
import Database
import HTTPTypes
import Testing

@testable import ToopherService

extension Harness {
    /// Verifies a one-time password of a user, in a transaction of its own.
    func verify(_ password: String, userID: String) async throws -> OneTimePasswordVerdict {
        let (store, now) = (service.core.store, clock.now)
        return try await store.database.write { transaction throws(DatabaseError) in
            try Store.verifyOneTimePassword(password, userID: userID, now: now, sealer: store.sealer, transaction)
        }
    }

    /// Returns the id of a user that has a list of backup codes, and the codes.
    func backupCodes(user: String, of requester: TestRequester) async throws -> (userID: String, codes: [String]) {
        let response = try await post(
            "/v1/users/activate_next_otp_list", [("user_name", user), ("create_user_if_needed", "True")], as: requester)
        #expect(response.status == 200, "\(response.text)")
        return (try await userID(user, of: requester), response.json["otp_list"].array.map(\.text))
    }

    /// Returns the id of a user.
    func userID(_ name: String, of requester: TestRequester) async throws -> String {
        let rows = try await service.core.store.database.query(
            "SELECT id FROM users WHERE requester_id = $1 AND name = $2", [.text(requester.id), .text(name)])
        return try #require(rows.first).text("id")
    }

    /// Provisions a token.
    func provision(
        _ token: TestToken, id: String?, _ parameters: [(String, String)] = [], as requester: TestRequester
    ) async throws -> ServiceResponse {
        try await post(
            "/v1/oath_otp_validators/provision",
            [("secret", token.hexadecimal), ("requester_specified_id", id ?? "")] + parameters, as: requester)
    }
}

extension Phone {
    /// Returns what the phone shows passwords with, by the name of the user.
    func tokens() async throws -> [String: TestToken] {
        let response = try await call(.get, "/v1/device/otp")
        #expect(response.status == 200, "\(response.text)")
        var tokens: [String: TestToken] = [:]
        for pairing in response.json["pairings"].array {
            let secret = try #require(Base32.decode(pairing["secret"].text))
            tokens[pairing["user"]["name"].text] = TestToken(
                secret: secret, digits: Int(pairing["digits"].integer), period: pairing["period"].integer)
        }
        return tokens
    }
}

#endif
