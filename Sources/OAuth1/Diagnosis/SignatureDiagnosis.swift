/// What a signer did that the RFC does not say, found by making the known mistakes until the
/// signature comes out.
public struct SignatureDiagnosis: Sendable, Hashable {
    /// The departures from RFC 5849 that, together, give the signature; at most two.
    public let mistakes: [SignatureMistake]
    /// The base string that was evidently signed.
    public let signedBaseString: String

    /// The first mistakes that explain `signature`; nil when none of them does, as when the secrets differ or the
    /// request was changed on its way.
    ///
    /// For humans who look into one refused request: computes a few hundred signatures.
    /// - Parameters:
    ///   - signature: the value of `oauth_signature`, decoded.
    ///   - request: the request as it arrived.
    ///   - credentials: whose signature it should be.
    public init?(
        of signature: String, for request: ReceivedRequest, credentials: Credentials
    ) throws {
        let base = try SignatureBaseString(request)
        for mistakes in Self.candidates {
            var variant = SignatureVariant(base, of: request)
            for mistake in mistakes { variant.make(mistake) }
            let baseString = variant.baseString
            guard baseString != base.baseString, try credentials.isSignature(signature, of: baseString) else {
                continue
            }
            self.mistakes = mistakes
            signedBaseString = baseString
            return
        }
        return nil
    }

    /// One mistake alone, then every two of them.
    private static let candidates: [[SignatureMistake]] = {
        let all = SignatureMistake.allCases
        let pairs = all.indices.flatMap { first in all[(first + 1)...].map { [all[first], $0] } }
        return all.map { [$0] } + pairs
    }()
}
