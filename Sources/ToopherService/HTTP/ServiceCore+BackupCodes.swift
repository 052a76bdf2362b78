#if Service

internal import CryptoCore
internal import Database

extension ServiceCore {
    /// Gives a user a new list of backup codes, and ends the former one; returns the codes, which nothing else has.
    ///
    /// - Parameters:
    ///   - isCreated: Whether a user is created if there is none of this name.
    ///   - nonce: The nonce of a signed request.
    /// - Throws: ``ProtocolError/userUnknown``
    func newBackupCodes(
        userName: String, of requesterID: String, creatingUser isCreated: Bool, recording nonce: RequestNonce?
    ) async throws -> [String] {
        let list = try BackupCodeList(random)
        let (newUserID, now, sealer) = (try newID(), clock(), store.sealer)
        try await store.transaction(recording: nonce) {
            transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            let user =
                isCreated
                ? try Store.user(named: userName, of: requesterID, newID: newUserID, now: now, transaction)
                : try Store.user(named: userName, of: requesterID, transaction)
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
        return list.codes
    }
}

#endif
