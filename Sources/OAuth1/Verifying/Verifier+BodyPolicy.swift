extension Verifier {
    /// Which bodies a request may have.
    ///
    /// RFC 5849 section 3.4.1.3.1 signs the parameters of a form, and no other body: whoever can change a request with a
    /// JSON or multipart body, or add a body to one that had none, changes what it says without changing its signature.
    /// An `oauth_body_hash` (OAuth Request Body Hash) closes that gap.
    public enum BodyPolicy: Sendable {
        /// A body that is not empty is a form, or has an `oauth_body_hash` that it matches.
        ///
        /// Anything else is refused with ``VerificationError/bodyNotSigned``.
        case formOrHash

        /// Any body is accepted, as the RFC has it: for clients that send JSON, XML or multipart and no hash.
        ///
        /// ``VerifiedRequest/coversBody`` says whether the consumer has written it. If it is `false`, only TLS protects
        /// the body, and no more than on its last hop.
        case unsignedAllowed
    }
}
