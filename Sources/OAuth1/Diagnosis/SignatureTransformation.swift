/// A mistake as a transformation of what is signed: a row of the table that ``SignatureSearch`` goes through.
///
/// A new mistake is a case of ``SignatureMistake``, a row, and a case of `DiagnosisTests`.
struct SignatureTransformation: Sendable {
    /// The part that a transformation reads and changes, which decides what an attempt costs, and for which keys it matters.
    enum Subject {
        /// The value of `oauth_signature`.
        case signature
        /// The hash function or the key.
        case key
        /// The method or the base string URI.
        case head
        /// The parameters.
        case parameters
        /// The parameters, with what is found in the body.
        case body
    }

    let mistake: SignatureMistake
    let code: String
    let subject: Subject
    let explanation: String
    /// Returns what may have been signed if the mistake was made; nothing if it would make no difference.
    let variants: @Sendable (SignedRequest) -> [SignedRequest]

    init(
        _ mistake: SignatureMistake, _ code: String, _ subject: Subject, _ explanation: String,
        variants: @escaping @Sendable (SignedRequest) -> [SignedRequest]
    ) {
        self.mistake = mistake
        self.code = code
        self.subject = subject
        self.explanation = explanation
        self.variants = variants
    }

    /// All of them. Of two mistakes, the one that stands first is made first: those of the parameters stand in the order in
    /// which a signer selects, reads, encodes and sorts them. What costs least stands first.
    static let all = uri + signature + key + selection + values + encoding + order
}
