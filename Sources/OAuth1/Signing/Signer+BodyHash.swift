extension Signer {
    /// Whether a body that is not a form is signed by its hash (`oauth_body_hash`).
    public enum BodyHash: Sendable, Hashable {
        /// The body is not signed, as in RFC 5849.
        case never
        /// Every request whose body is not a form has the hash, also with an empty body.
        case unlessForm
    }
}
