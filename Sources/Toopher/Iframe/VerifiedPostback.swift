/// A postback with a valid signature, request token and age; its fields have not been interpreted.
struct VerifiedPostback: Sendable {
    /// All fields but the signature.
    let fields: PostbackFields
    /// The entry for a replay ledger.
    let use: UsedPostback
}
