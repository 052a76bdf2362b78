import CryptoCore

/// The State of a challenge: the authentication request that it is about, and until when it may be answered.
///
/// Whoever answers a challenge has shown a password before, if the server checks one, and shows none again. So the State is
/// signed, and holds for the user and realm, the NAS and the place that it was made for. RFC 2865 section 5.24.
struct RADIUSState: Sendable, Equatable {
    /// The id of the authentication request.
    var requestID: String
    /// From when on an answer is too late, in seconds since 1970.
    var expires: Int64

    /// A key for states, which only those with the consumer secret have.
    static func key(consumerKey: String, secret: SecretBytes) throws -> HMACKey {
        let key = try HKDF.sha256(
            inputKey: secret, salt: Array(consumerKey.utf8), info: Array("toopher RADIUS state".utf8), count: tagCount)
        return try HMACKey(.sha256, key: key)
    }

    /// Returns the bytes of the attribute for the challenge of a request.
    func sealed(for attributes: RADIUSAttributes, key: HMACKey) throws -> [UInt8] {
        let body = Self.head(expires) + requestID.utf8
        guard body.count + Self.tagCount <= Self.maximumCount else {
            throw CommandError("the id of the request is too long")
        }
        return body + (try key.authenticationCode(for: Self.signed(body, attributes)))
    }

    /// Reads the State of a request.
    ///
    /// - Parameter now: The time, in seconds since 1970.
    /// - Returns: `nil` if it was made for another user, NAS or place, with another secret, or is too old.
    init?(_ bytes: [UInt8], for attributes: RADIUSAttributes, key: HMACKey, at now: Int64) throws {
        guard (Self.headCount + Self.tagCount + 1...Self.maximumCount).contains(bytes.count) else { return nil }
        let (body, tag) = (Array(bytes.dropLast(Self.tagCount)), Array(bytes.suffix(Self.tagCount)))
        guard try key.isValid(tag, for: Self.signed(body, attributes)) else { return nil }
        expires = body[1..<Self.headCount].reduce(0) { $0 << 8 | Int64($1) }
        guard body[0] == Self.version, now < expires,
            let id = String(validating: body.dropFirst(Self.headCount), as: UTF8.self)
        else { return nil }
        requestID = id
    }

    /// Creates a state.
    init(requestID: String, expires: Int64) {
        (self.requestID, self.expires) = (requestID, expires)
    }

    private static let version: UInt8 = 1
    private static let headCount = 9
    private static let tagCount = 32
    /// The longest value of an attribute.
    private static let maximumCount = 253

    private static func head(_ expires: Int64) -> [UInt8] {
        [version] + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: expires >> $0) }
    }

    /// Everything that is signed, each with its length: no byte can move from one to the next.
    private static func signed(_ body: [UInt8], _ attributes: RADIUSAttributes) -> [UInt8] {
        let texts = [
            attributes.userName, attributes.fullUserName, attributes.nasIdentifier, attributes.nasAddress,
            attributes.callingStation,
        ]
        return ([body] + texts.map { Array($0.utf8) }).flatMap { part in
            [UInt8(truncatingIfNeeded: part.count >> 8), UInt8(truncatingIfNeeded: part.count)] + part
        }
    }
}
