#if Service

internal import CryptoCore
internal import Database
internal import Hummingbird

/// The route for lists of backup codes.
struct BackupCodeRoutes: Sendable {
    let core: ServiceCore

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/users/activate_next_otp_list") { request, context in
            try await activate(core.authenticate(request, context))
        }
    }

    /// Creates a list, which is in this response and nowhere else.
    private func activate(_ signed: SignedRequest) async throws -> Response {
        guard let name = try signed.parameters.userName("user_name") else { throw ProtocolError.missing("user_name") }
        let isCreated = try signed.parameters.flag("create_user_if_needed", default: false)
        let list = try BackupCodeList(core.random)
        let (newUserID, now, sealer) = (try core.newID(), core.clock(), core.store.sealer)
        try await core.store.transaction(recording: signed.nonce) {
            transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            let requesterID = signed.requester.id
            let user =
                isCreated
                ? try Store.user(named: name, of: requesterID, newID: newUserID, now: now, transaction)
                : try Store.user(named: name, of: requesterID, transaction)
            guard let user else { return .failure(.userUnknown) }
            let sealed: String
            do throws(CryptoError) {
                sealed = try sealer.seal(list.key, of: SealedColumn.backupCodeLists.owner(user.id))
            } catch {
                return .failure(.unavailable)
            }
            try Store.activate(list, sealedKey: sealed, userID: user.id, now: now, transaction)
            return .success(())
        }
        return .json(.object([("otp_list", .array(list.codes.map { .string($0) }))]))
    }
}

#endif
