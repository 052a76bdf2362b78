package import CryptoCore

/// A JSON Web Token with an HMAC-SHA-512, the only kind that clients of the web flow make and take.
///
/// RFC 7515 section 3.1 and RFC 7518 section 3.2.
package enum HS512Token {
    /// The longest token that is read, in bytes.
    package static let maximumBytes = 8192

    private static let header = Array(#"{"typ":"JWT","alg":"HS512"}"#.utf8)

    /// Returns a token.
    ///
    /// - Parameter claims: The JSON text of the claims.
    package static func sign(_ claims: [UInt8], key: HMACKey) throws(CryptoError) -> String {
        let signed = Base64.encodeURL(header) + "." + Base64.encodeURL(claims)
        return signed + "." + Base64.encodeURL(try key.authenticationCode(for: Array(signed.utf8)))
    }

    /// Returns the JSON texts of header and claims, if the token's code is of this key; else `nil`.
    ///
    /// The header has been signed, and says nothing that is believed: no other algorithm is tried.
    package static func verify(_ token: String, key: HMACKey) throws(CryptoError) -> (header: [UInt8], claims: [UInt8])?
    {
        guard token.utf8.count <= maximumBytes else { return nil }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Base64.decodeURL(parts[0]), let claims = Base64.decodeURL(parts[1]),
            let code = Base64.decodeURL(parts[2]),
            try key.isValid(code, for: Array("\(parts[0]).\(parts[1])".utf8))
        else { return nil }
        return (header, claims)
    }
}
