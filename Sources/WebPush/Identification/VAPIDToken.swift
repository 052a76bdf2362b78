internal import CryptoCore

/// The token with which this server identifies itself to one push service: a JWT, signed with ES256.
///
/// RFC 8292 section 2, RFC 7515 section 3.1.
enum VAPIDToken {
    /// Returns the token.
    ///
    /// - Parameters:
    ///   - audience: The origin of the push service.
    ///   - expiration: The end of its validity in seconds since 1970, at most a day from now.
    ///   - contact: The operator of this server.
    ///   - key: Signs it.
    static func make(
        audience: String, expiration: Int64, contact: VAPIDContact, key: VAPIDKey
    ) throws(CryptoError) -> String {
        let claims =
            "{\"aud\":\(JSONText.quoted(audience)),\"exp\":\(expiration),\"sub\":\(JSONText.quoted(contact.text))}"
        let signed = "\(header).\(Base64.encodeURL(Array(claims.utf8)))"
        return "\(signed).\(Base64.encodeURL(try key.signature(for: Array(signed.utf8))))"
    }

    private static let header = Base64.encodeURL(Array(#"{"typ":"JWT","alg":"ES256"}"#.utf8))
}
