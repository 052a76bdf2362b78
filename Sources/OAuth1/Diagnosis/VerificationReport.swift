public import CryptoCore

/// A report about a refused request, for the operator.
///
/// Contains the whole request, but no secrets. Do not send it to the client: see ``SignatureDiagnosis``.
public struct VerificationReport: Sendable {
    /// The reason why the request is refused; `nil` if signature and timestamp are valid.
    public let rejection: VerificationError?
    /// The base string that has to be signed; `nil` if the request cannot be parsed.
    public let base: SignatureBaseString?
    /// What was done differently; `nil` if neither signature nor timestamp is what the request is refused for.
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
        if let signed = diagnosis?.signedBaseString, signed != base?.text {
            lines.append("signed base string:   \(signed)")
        }
        for mistake in diagnosis?.mistakes ?? [] {
            lines.append("likely cause: \(mistake.code): \(mistake.explanation)")
        }
        if rejection == .signatureInvalid, diagnosis?.mistakes.isEmpty != false {
            lines.append("likely cause: another secret, or the request was changed in transit")
        }
        if diagnosis?.isComplete == false { lines.append("the request is too large to try every pair of mistakes") }
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
    ///   - headers: Header fields in which proxies may have named another address of the server: `Host`, `Forwarded`,
    ///     `X-Forwarded-…`. Others are ignored.
    /// - Returns: The report, also for a request that is accepted.
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public func report(
        on request: ReceivedRequest, credentials: Credentials?, headers: [(name: String, value: String)] = []
    ) throws(CryptoError) -> VerificationReport {
        try report(on: request, credentials, credentials.map { DiagnosisKey($0) }, headers)
    }

    /// Verifies a request like ``verify(_:credentials:)``, but records no nonce, and finds out why a signature is not
    /// valid, mistakes in the key included.
    ///
    /// For operators; costs much more than a verification.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - key: The method and the key of the request's consumer.
    ///   - headers: Header fields in which proxies may have named another address of the server: `Host`, `Forwarded`,
    ///     `X-Forwarded-…`. Others are ignored.
    /// - Returns: The report, also for a request that is accepted.
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails, or the key cannot be used.
    public func report(
        on request: ReceivedRequest, key: SignatureKey, headers: [(name: String, value: String)] = []
    ) throws(CryptoError) -> VerificationReport {
        let credentials = try Credentials(consumerKey: "", key: key)
        return try report(on: request, credentials, DiagnosisKey(key, credentials), headers)
    }

    private func report(
        on request: ReceivedRequest, _ credentials: Credentials?, _ key: DiagnosisKey?,
        _ headers: [(name: String, value: String)]
    ) throws(CryptoError) -> VerificationReport {
        var scratch = try VerificationScratch()
        let rejection = verdict(on: request, credentials, &scratch)
        let base = try? SignatureBaseString(request)
        var diagnosis: SignatureDiagnosis?
        if rejection == .signatureInvalid || rejection == .timestampOutsideWindow, let base, let key,
            let signature = base.protocolParameters.first("oauth_signature")
        {
            diagnosis = try? SignatureDiagnosis(of: signature, for: request, base, key, headers)
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
