#if Service

internal import CryptoCore

/// A token that may have to be stored, with its id and its sealed secret.
struct PreparedOATHToken: Sendable {
    var id: String
    var draft: OATHTokenDraft
    var sealedSecret: String

    /// Seals the secret of a draft for a new token.
    init(_ draft: OATHTokenDraft, id: String, sealer: SecretSealer) throws(CryptoError) {
        self.id = id
        self.draft = draft
        sealedSecret = try sealer.seal(draft.secret, of: SealedColumn.oathTokens.owner(id))
    }
}

#endif
