/// The protocol parameters that have a meaning here (RFC 5849 sections 2 and 3.1, and the body
/// hash extension).
enum ProtocolField: Int, CaseIterable {
    case consumerKey, token, signatureMethod, signature, timestamp, nonce, version, callback, verifier, bodyHash

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

    /// The field of a name that starts with `oauth_`, given its length and the two bytes behind that.
    @inline(__always)
    init?(length: Int, next: UInt16) {
        switch (length, next) {
        case (18, 0x636f): self = .consumerKey
        case (11, 0x746f): self = .token
        case (22, 0x7369): self = .signatureMethod
        case (15, 0x7369): self = .signature
        case (15, 0x7469): self = .timestamp
        case (11, 0x6e6f): self = .nonce
        case (13, 0x7665): self = .version
        case (14, 0x6361): self = .callback
        case (14, 0x7665): self = .verifier
        case (15, 0x626f): self = .bodyHash
        default: return nil
        }
    }
}

/// Where the protocol parameters of a request stand: found while parsing, each at most once.
struct ProtocolSlots {
    private var positions: [10 of Int32] = .init(repeating: -1)
    /// Where all of them were found; nil when there is none.
    var source: ParameterSource?
    /// Whether there is a protocol parameter without a slot.
    var hasExtension = false

    /// The index of the field's parameter.
    @inline(__always)
    subscript(field: ProtocolField) -> Int? {
        get {
            let position = positions[field.rawValue]
            return position < 0 ? nil : Int(position)
        }
        set { positions[field.rawValue] = newValue.map { Int32(truncatingIfNeeded: $0) } ?? -1 }
    }
}
