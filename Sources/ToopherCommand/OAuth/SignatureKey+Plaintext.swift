import OAuth1

extension SignatureKey {
    /// Returns the key, with PLAINTEXT permitted for http URLs or not.
    ///
    /// RFC 5849 section 3.4.4.
    func permittingPlaintext(withoutTLS: Bool) -> SignatureKey {
        guard case .plaintext(let consumerSecret, let tokenSecret, _) = self else { return self }
        return .plaintext(consumerSecret: consumerSecret, tokenSecret: tokenSecret, withoutTLS: withoutTLS)
    }
}
