/// What a signer did differently from the RFC, found by making the known mistakes until the signature matches.
public struct SignatureDiagnosis: Sendable, Hashable {
    /// The deviations from RFC 5849 that result in the signature together, at most two.
    public let mistakes: [SignatureMistake]
    /// The base string that was signed.
    public let signedBaseString: String

    /// Creates the diagnosis of a signature that is not valid; `nil` if no known mistakes explain it, for example because
    /// the secrets differ or the request was changed in transit.
    ///
    /// Computes a few hundred signatures: to investigate a single request.
    ///
    /// - Parameters:
    ///   - signature: The value of `oauth_signature`, decoded.
    ///   - request: The request as received.
    ///   - credentials: The credentials that the request should be signed with.
    /// - Throws: ``OAuth1Error`` if the request cannot be parsed; ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public init?(
        of signature: String, for request: ReceivedRequest, credentials: Credentials
    ) throws {
        let base = try SignatureBaseString(request)
        for mistakes in Self.candidates {
            var variant = SignatureVariant(base, of: request)
            for mistake in mistakes { variant.make(mistake) }
            let baseString = variant.baseString
            guard baseString != base.text, try credentials.isSignature(signature, of: baseString) else {
                continue
            }
            self.mistakes = mistakes
            signedBaseString = baseString
            return
        }
        return nil
    }

    /// Each mistake alone, then every pair of them.
    private static let candidates: [[SignatureMistake]] = {
        let all = SignatureMistake.allCases
        let pairs = all.indices.flatMap { first in all[(first + 1)...].map { [all[first], $0] } }
        return all.map { [$0] } + pairs
    }()
}
