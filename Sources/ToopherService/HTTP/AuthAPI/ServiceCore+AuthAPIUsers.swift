#if Service

internal import CryptoCore
internal import Database

extension ServiceCore {
    /// Returns what a log-in of a user comes to before anybody is asked.
    func standing(
        of reference: UserReference, _ requester: Requester
    ) async throws -> AuthAPIStanding {
        let store = store
        let found = try await store.database.read { connection throws(DatabaseError) in
            let result = try Store.user(reference, of: requester.id, connection)
            guard case .success(let user) = result else { return nil as AuthAPIUser? }
            return AuthAPIUser(
                user: user, phones: [], tokens: try Store.storedTokens(userID: user.id, connection).map(\.token),
                hasBackupCodes: try Store.hasPasswords(userID: user.id, orBackupCodes: true, connection))
        }
        guard var user = found else {
            guard case .name(let name) = reference else { throw AuthAPIFailure.invalid("user_id") }
            return .unenrolled(name: name)
        }
        guard user.user.isEnabled else { return .refused("This user does not take part in approval by phone") }
        let pairings = try await store.enabledPairings(userName: user.user.name, of: requester.id)
        for pairing in pairings.reversed().prefix(AuthAPIUser.maximumPhones) {
            let device = try await pairing.deviceID.asyncFlatMap { id in try await self.device(id: id) }
            user.phones.append(.init(pairing: pairing, name: device?.name ?? ""))
        }
        return user.hasFactor ? .asked(user) : .unenrolled(name: user.user.name)
    }

    /// Returns what a program on a terminal shows a user, with the number to enter on the phone: some show nothing more until
    /// the phone has decided.
    func prompt(_ user: AuthAPIUser, _ call: AuthAPICall) async throws -> AuthAPIPrompt {
        guard call.requester.policy.numberMatching != .off, !user.phones.isEmpty else {
            return AuthAPIPrompt(user, number: nil)
        }
        let number = try newRequestIDs(call.requester.policy).matchNumber()
        try await store.keepPrompt(promptDigest(user.user.id, call), number: number, now: clock())
        return AuthAPIPrompt(user, number: number)
    }

    /// Returns the digest of what the prompt and the request of one log-in have in common.
    func promptDigest(_ userID: String, _ call: AuthAPICall) throws -> String {
        try TextsDigest.text([
            call.integration.key, userID, try call.parameters.text("ipaddr") ?? "",
            try call.parameters.text("hostname") ?? "",
        ])
    }

    /// Returns the link with which a user without a second factor pairs a phone; `nil` if the integration offers none.
    func enrolmentLink(name: String, _ call: AuthAPICall, base: () throws -> String) async throws -> String? {
        guard call.integration.offersEnrolment else { return nil }
        // Nothing but a password may have been shown: as on the pages, that is enough for a first phone only.
        try rates.invite(user: call.requester.id + " " + name)
        return try await invite(
            userName: name, of: call.requester.id, isFirst: true, base: try base(), recording: nil
        ).link
    }
}

#endif
