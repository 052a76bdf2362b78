/// The protocol parameters that have a meaning in this module.
///
/// RFC 5849 sections 2 and 3.1, and the body hash extension.
enum ProtocolParameter: Int, CaseIterable {
    case consumerKey, token, signatureMethod, signature, timestamp, nonce, version, callback, verifier, bodyHash

    /// What the names of all protocol parameters begin with: `oauth_` as a big-endian number.
    @inline(__always)
    static var namePrefix: UInt64 { 0x6f61_7574_685f }

    @inline(__always)
    var name: StaticString {
        switch self {
        case .consumerKey: "oauth_consumer_key"
        case .token: "oauth_token"
        case .signatureMethod: "oauth_signature_method"
        case .signature: "oauth_signature"
        case .timestamp: "oauth_timestamp"
        case .nonce: "oauth_nonce"
        case .version: "oauth_version"
        case .callback: "oauth_callback"
        case .verifier: "oauth_verifier"
        case .bodyHash: "oauth_body_hash"
        }
    }

    /// Creates the only parameter that a name can be, given the name's length and its first eight bytes.
    @inline(never)
    init?(length: Int, prefix: UInt64) {
        switch (length, prefix) {
        case (18, ByteWord.bigEndian("oauth_co")): self = .consumerKey
        case (11, ByteWord.bigEndian("oauth_to")): self = .token
        case (22, ByteWord.bigEndian("oauth_si")): self = .signatureMethod
        case (15, ByteWord.bigEndian("oauth_si")): self = .signature
        case (15, ByteWord.bigEndian("oauth_ti")): self = .timestamp
        case (11, ByteWord.bigEndian("oauth_no")): self = .nonce
        case (13, ByteWord.bigEndian("oauth_ve")): self = .version
        case (14, ByteWord.bigEndian("oauth_ca")): self = .callback
        case (14, ByteWord.bigEndian("oauth_ve")): self = .verifier
        case (15, ByteWord.bigEndian("oauth_bo")): self = .bodyHash
        default: return nil
        }
    }
}
