package import CryptoCore

/// The secret key of an integration, prepared for verifying.
package struct CallKey: Sendable {
    private let sha1: HMACKey
    private let sha512: HMACKey

    /// Prepares a secret.
    package init(secret: SecretBytes) throws(CryptoError) {
        sha1 = try HMACKey(.sha1, key: secret)
        sha512 = try HMACKey(.sha512, key: secret)
    }

    /// Verifies a request.
    ///
    /// Every variant that the request can be of is tried, with every spelling of the host that its clients use, at most twelve
    /// codes in all: nothing ends the search early, so that the time tells nothing but the shape of the request.
    ///
    /// - Parameters:
    ///   - accepted: The variants that count.
    ///   - now: The time of the date's window, in seconds since 1970.
    ///   - window: How far the date may be from it, in seconds.
    package func verify(
        _ call: ReceivedCall, _ credentials: CallCredentials, accepting accepted: Set<SignatureVariant>, at now: Int64,
        window: Int64
    ) throws(SignatureRefusal) -> VerifiedCall {
        let candidates = Self.candidates(for: call, codeCount: credentials.code.count)
        guard !candidates.isEmpty else { throw .dateMissing }
        let text = try CallText(call)
        var found: SignatureVariant?
        for variant in candidates {
            let key = variant.algorithm == .sha1 ? sha1 : sha512
            for host in variant.coversBody ? call.lowercaseHosts : call.hosts {
                let bytes = text.bytes(variant, host: host, date: Self.date(of: variant, in: call))
                let isValid: Bool
                do throws(CryptoError) { isValid = try key.isValid(credentials.code, for: bytes) } catch {
                    throw .crypto(error)
                }
                if isValid, found == nil { found = variant }
            }
        }
        guard let variant = found else { throw .signatureInvalid }
        guard accepted.contains(variant) else { throw .variantNotAccepted(variant) }
        guard let date = Self.date(of: variant, in: call) else { return VerifiedCall(variant: variant, date: nil) }
        guard let seconds = CallDate.parse(date) else { throw .dateMalformed }
        guard (now - window...now + window).contains(seconds) else { throw .dateOutsideWindow(seconds: seconds - now) }
        return VerifiedCall(variant: variant, date: seconds)
    }

    /// Returns the variants that a request can be of; none if all of them sign a date, which it does not have.
    static func candidates(for call: ReceivedCall, codeCount: Int) -> [SignatureVariant] {
        let isREST = call.path.hasPrefix("/rest/v1/")
        var candidates: [SignatureVariant] = []
        if codeCount == HashAlgorithm.sha1.digestCount {
            candidates = [.v2SHA1] + (isREST ? [.v1] : [])
        } else {
            if call.isJSON || call.hasQueryParameters { candidates += [.v5, .v4] }
            if !call.isJSON || call.hasQueryParameters {
                candidates.append(call.clientDate == nil ? .v2SHA512 : .v2SHA512ClientDate)
                if isREST { candidates.append(.v1SHA512) }
            }
        }
        return candidates.filter { !$0.isDated || date(of: $0, in: call) != nil }
    }

    private static func date(of variant: SignatureVariant, in call: ReceivedCall) -> String? {
        guard variant.isDated else { return nil }
        return variant == .v2SHA512ClientDate ? call.clientDate : call.date
    }
}
