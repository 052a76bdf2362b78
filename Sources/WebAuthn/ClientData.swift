internal import CryptoCore

/// What a browser adds to an assertion: for which challenge and which origin it was made. JSON in a fixed form.
///
/// Read with the limited verification algorithm, which compares bytes and needs no parser: WebAuthn Level 2 section 5.8.1.2.
struct ClientData: Sendable {
    /// More than browsers send, an origin of the longest host name included.
    static let maximumByteCount = 2048

    let bytes: [UInt8]

    /// Creates what a browser writes.
    init(challenge: [UInt8], origin: String) {
        bytes = Self.start(challenge: challenge, origin: origin) + Array("false}".utf8)
    }

    /// Takes what was received.
    init(received bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether this was made for a challenge by a page of an origin that no page of another origin has framed.
    func isAssertion(of challenge: [UInt8], by origin: String) -> Bool {
        guard bytes.count <= Self.maximumByteCount else { return false }
        let start = Self.start(challenge: challenge, origin: origin)
        guard bytes.starts(with: start) else { return false }
        let rest = bytes[start.count...]
        guard rest.starts(with: "false".utf8) else { return false }
        // Either the end, or members that later versions add.
        switch rest.dropFirst(5).first {
        case UInt8(ascii: "}"): return rest.count == 6
        case UInt8(ascii: ","): return rest.last == UInt8(ascii: "}")
        default: return false
        }
    }

    /// No member needs an escape: base64url and the origin of a ``RelyingParty`` have neither quotes nor backslashes.
    private static func start(challenge: [UInt8], origin: String) -> [UInt8] {
        let encoded = Base64.encodeURL(challenge)
        return Array(
            "{\"type\":\"webauthn.get\",\"challenge\":\"\(encoded)\",\"origin\":\"\(origin)\",\"crossOrigin\":".utf8)
    }
}
