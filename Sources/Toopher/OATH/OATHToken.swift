public import CryptoCore

/// A hardware token or an app that generates one-time passwords.
///
/// RFC 4226, RFC 6238.
public struct OATHToken: Sendable {
    /// What a password is generated from.
    public enum Kind: String, Sendable, Hashable {
        /// A counter (RFC 4226).
        case hotp
        /// The time (RFC 6238).
        case totp
    }

    /// The hash function of the HMAC.
    public enum Algorithm: String, Sendable, Hashable {
        /// SHA-1, which RFC 4226 prescribes. Its weaknesses do not affect HMAC.
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

    /// What a password is generated from.
    public var kind: Kind

    /// The number of digits of a password.
    public var digits: Int

    /// The hash function.
    public var algorithm: Algorithm

    /// How long a time-based password is valid, in whole seconds; the fraction of a second is dropped.
    public var timeStep: Duration

    /// Creates a token.
    ///
    /// - Parameters:
    ///   - secret: The seed.
    ///   - requesterSpecifiedID: Your own id of the token, typically its serial number.
    ///   - kind: What a password is generated from.
    ///   - digits: The number of digits of a password; by default 8 for time-based tokens and 6 for others, as in the
    ///     Toopher protocol.
    ///   - algorithm: The hash function.
    ///   - timeStep: How long a time-based password is valid, in whole seconds.
    public init(
        secret: SecretBytes, requesterSpecifiedID: String? = nil, kind: Kind = .totp, digits: Int? = nil,
        algorithm: Algorithm = .sha1, timeStep: Duration = .seconds(30)
    ) {
        self.secret = secret
        self.requesterSpecifiedID = requesterSpecifiedID
        self.kind = kind
        self.digits = digits ?? (kind == .totp ? 8 : 6)
        self.algorithm = algorithm
        self.timeStep = timeStep
    }
}

extension OATHToken {
    /// Returns the protocol's names and values, in its order.
    ///
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` for a token that no service could check.
    func fields() throws(ToopherError) -> [(name: String, value: JSONValue)] {
        guard secret.count > 0 else { throw .invalidArgument(name: "secret", reason: "it is empty") }
        guard (6...10).contains(digits) else {
            throw .invalidArgument(name: "digits", reason: "it is not from 6 to 10")
        }
        let timeStep = try Argument.wholeSeconds(timeStep, named: "timeStep")
        var fields: [(name: String, value: JSONValue)] = [
            ("secret", .string(secret.withBytes { seed in Hex.encode(seed.indices.map { seed[$0] }) }))
        ]
        if let id = requesterSpecifiedID, !id.isEmpty { fields.append(("requester_specified_id", .string(id))) }
        fields += [
            ("otp_type", .string(kind.rawValue)), ("otp_digits", .integer(Int64(digits))),
            ("algorithm", .string(algorithm.rawValue)),
        ]
        if kind == .totp { fields.append(("totp_step_size", .integer(timeStep))) }
        return fields
    }
}
