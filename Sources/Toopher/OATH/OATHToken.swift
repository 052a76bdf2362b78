public import CryptoCore

/// A hardware token, or an app, that makes one-time passwords as OATH says (RFC 4226, RFC 6238): what the service must
/// know to check them.
public struct OATHToken: Sendable {
    /// What a password is made from.
    public enum Kind: String, Sendable, Hashable {
        /// How many were made before (RFC 4226).
        case hotp
        /// The time (RFC 6238).
        case totp
    }

    /// The hash function of the HMAC that makes a password.
    public enum Algorithm: String, Sendable, Hashable {
        /// SHA-1, which RFC 4226 prescribes and nearly all tokens use; no weakness of it is known that matters there.
        case sha1
        /// SHA-256.
        case sha256
        /// SHA-512.
        case sha512
    }

    /// The seed.
    public var secret: SecretBytes

    /// Your own id of the token, typically its serial number.
    public var requesterSpecifiedID: String?

    /// What a password is made from.
    public var kind: Kind

    /// How many digits a password has.
    public var digits: Int

    /// The hash function.
    public var algorithm: Algorithm

    /// For how many seconds a time-based password stands.
    public var stepSize: Int

    /// Describes a token.
    ///
    /// - Parameters:
    ///   - secret: The seed.
    ///   - requesterSpecifiedID: Your own id of the token, typically its serial number.
    ///   - kind: What a password is made from.
    ///   - digits: How many digits a password has; without it 8 for time-based ones and 6 for the others, as in the
    ///     protocol.
    ///   - algorithm: The hash function.
    ///   - stepSize: For how many seconds a time-based password stands.
    public init(
        secret: SecretBytes, requesterSpecifiedID: String? = nil, kind: Kind = .totp, digits: Int? = nil,
        algorithm: Algorithm = .sha1, stepSize: Int = 30
    ) {
        self.secret = secret
        self.requesterSpecifiedID = requesterSpecifiedID
        self.kind = kind
        self.digits = digits ?? (kind == .totp ? 8 : 6)
        self.algorithm = algorithm
        self.stepSize = stepSize
    }
}

extension OATHToken {
    /// The protocol's names and values, in its order.
    ///
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` for a token that no service could check.
    func fields() throws(ToopherError) -> [(name: String, value: JSONValue)] {
        guard secret.count > 0 else { throw .invalidArgument(name: "secret", reason: "it is empty") }
        guard (6...10).contains(digits) else { throw .invalidArgument(name: "digits", reason: "not from 6 to 10") }
        guard stepSize > 0 else { throw .invalidArgument(name: "stepSize", reason: "it is not positive") }
        var fields: [(name: String, value: JSONValue)] = [
            ("secret", .string(secret.withBytes { seed in Hex.encode(seed.indices.map { seed[$0] }) }))
        ]
        if let id = requesterSpecifiedID, !id.isEmpty { fields.append(("requester_specified_id", .string(id))) }
        fields += [
            ("otp_type", .string(kind.rawValue)), ("otp_digits", .integer(Int64(digits))),
            ("algorithm", .string(algorithm.rawValue)),
        ]
        if kind == .totp { fields.append(("totp_step_size", .integer(Int64(stepSize)))) }
        return fields
    }
}
