public import CryptoCore

/// A report about a refused request, for the operator.
///
/// Contains the whole request, but no secrets. Do not send it to the client.
public struct VerificationReport: Sendable {
    /// The reason why the request is refused; `nil` if signature and timestamp are valid.
    public let rejection: VerificationError?
    /// The base string that has to be signed; `nil` if the request cannot be parsed.
    public let base: SignatureBaseString?
    /// What the signer did differently; `nil` if the signature is valid, or no known mistake explains it.
    public let diagnosis: SignatureDiagnosis?
    /// Whether the signature covers the body, as ``VerifiedRequest/coversBody`` says.
    public let coversBody: Bool
}

extension VerificationReport: CustomStringConvertible {
    /// The report in lines of text.
    public var description: String {
        let acceptance = coversBody ? "accepted" : "accepted, but the body is not signed"
        var lines = ["verdict: \(rejection.map { "refused, \($0)" } ?? acceptance)"]
        if let base { lines.append("verified base string: \(base.text)") }
        if let diagnosis {
            lines.append("signed base string:   \(diagnosis.signedBaseString)")
            for mistake in diagnosis.mistakes { lines.append("likely cause: \(mistake.explanation)") }
        } else if rejection == .signatureInvalid {
            lines.append("likely cause: another secret, or the request was changed in transit")
        }
        return lines.joined(separator: "\n")
    }
}

extension Verifier {
    /// Verifies a request like ``verify(_:credentials:)``, but records no nonce, and finds out why a signature is not
    /// valid.
    ///
    /// For operators; costs much more than a verification.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - credentials: The credentials of the request's consumer; `nil` if it is unknown.
    /// - Returns: The report, also for a request that is accepted.
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public func report(
        on request: ReceivedRequest, credentials: Credentials?
    ) throws(CryptoError) -> VerificationReport {
        var scratch = try VerificationScratch()
        let rejection = verdict(on: request, credentials, &scratch)
        let base = try? SignatureBaseString(request)
        var diagnosis: SignatureDiagnosis?
        if rejection == .signatureInvalid, let credentials,
            let signature = base?.protocolParameters.first("oauth_signature")
        {
            diagnosis = try? SignatureDiagnosis(of: signature, for: request, credentials: credentials)
        }
        return VerificationReport(
            rejection: rejection, base: base, diagnosis: diagnosis, coversBody: scratch.coversBody)
    }

    private func verdict(
        on request: ReceivedRequest, _ credentials: Credentials?, _ scratch: inout VerificationScratch
    ) -> VerificationError? {
        do {
            try parse(request, into: &scratch)
            _ = try check(request, &scratch, credentials)
            return nil
        } catch {
            return error
        }
    }
}
