/// What a valid signature says of a request.
package struct VerifiedCall: Sendable, Hashable {
    /// How the client signs.
    package var variant: SignatureVariant
    /// When it signed, in seconds since 1970; `nil` if the variant has no date.
    package var date: Int64?
}
