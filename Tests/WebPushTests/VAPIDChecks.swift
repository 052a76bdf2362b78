import CryptoCore
import FoundationEssentials

/// What a push service checks of a token (RFC 8292 section 4.2).
struct VAPIDChecks {
    struct Header: Decodable { let typ, alg: String }
    struct Claims: Decodable, Equatable {
        let aud: String
        let exp: Int64
        let sub: String
    }

    /// Returns the claims of a token that `key` signed; `nil` otherwise.
    static func claims(of token: String, key: String) -> Claims? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Base64.decodeURL(parts[0]), let claims = Base64.decodeURL(parts[1]),
            let signature = Base64.decodeURL(parts[2]), let point = Base64.decodeURL(key),
            let publicKey = try? P256.PublicKey(x963Representation: point),
            publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)),
            let decoded = try? JSONDecoder().decode(Header.self, from: Data(header)),
            decoded.typ == "JWT", decoded.alg == "ES256"
        else { return nil }
        return try? JSONDecoder().decode(Claims.self, from: Data(claims))
    }

    /// Returns the token and the key in the value of `Authorization`; `nil` if it has another form.
    static func parse(_ field: String) -> (token: String, key: String)? {
        guard field.hasPrefix("vapid t=") else { return nil }
        let parts = field.dropFirst("vapid t=".count).split(separator: ", k=").map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
}
