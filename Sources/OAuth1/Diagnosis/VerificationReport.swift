public import CryptoCore

/// What an operator needs to know about a request that was refused. Holds no secret, but the
/// whole request: not for the stranger who sent it.
public struct VerificationReport: Sendable {
    /// Why the request is refused; nil if signature and timestamp are in order.
    public let rejection: VerificationError?
    /// The request as its signature has to cover it; nil if it cannot be parsed.
    public let base: SignatureBaseString?
    /// What the signer evidently did otherwise; nil if the signature holds, or no known mistake explains it.
    public let diagnosis: SignatureDiagnosis?

}

extension VerificationReport: CustomStringConvertible {
    /// The report in lines of text.
    public var description: String {
        var lines = ["verdict: \(rejection.map { "refused, \($0)" } ?? "accepted")"]
        if let base { lines.append("verified base string: \(base.baseString)") }
        if let diagnosis {
            lines.append("signed base string:   \(diagnosis.signedBaseString)")
            for mistake in diagnosis.mistakes { lines.append("likely cause: \(mistake.explanation)") }
        } else if rejection == .signatureInvalid {
            lines.append("likely cause: another secret, or the request was changed on its way")
        }
        return lines.joined(separator: "\n")
    }
}

extension Verifier {
    /// Verifies `request` like ``verify(_:credentials:)``, but records no nonce, and finds out why a signature
    /// does not hold. For operators; costs much more than a verification.
    /// - Parameter credentials: those of the request's consumer, or nil.
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
        return VerificationReport(rejection: rejection, base: base, diagnosis: diagnosis)
    }

    private func verdict(
        on request: ReceivedRequest, _ credentials: Credentials?, _ scratch: inout VerificationScratch
    ) -> VerificationError? {
        do {
            try parse(request, into: &scratch, rules)
            _ = try judge(request, &scratch, credentials)
            return nil
        } catch {
            return error
        }
    }
}
