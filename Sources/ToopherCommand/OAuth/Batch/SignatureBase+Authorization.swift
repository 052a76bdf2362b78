import OAuth1

extension SignatureBase {
    /// Returns the `Authorization` header with the signed parameters (RFC 5849 section 3.5.1); `nil` if the request has
    /// protocol parameters in another source, since there must be only one.
    func authorization(signature: String) -> String? {
        let own = parameters.filter { $0.source == .header || $0.source == .added }
        guard !parameters.contains(where: { $0.isElsewhere }) else { return nil }
        let pairs =
            own.map { ($0.encodedName, $0.encodedValue) } + [("oauth_signature", PercentEncoding.encode(signature))]
        return "OAuth " + pairs.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ", ")
    }
}

extension SignatureBase.SignedParameter {
    /// Whether this is a protocol parameter in the query or the body.
    fileprivate var isElsewhere: Bool {
        (source == .query || source == .body) && encodedName.hasPrefix("oauth_")
    }
}
