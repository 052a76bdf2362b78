/// A token that the service knows and checks one-time passwords of. The service never reveals its seed.
public struct OATHValidator: ToopherResource {
    /// A token, by the service's id or by yours.
    public enum Reference: Sendable, Hashable {
        /// The service's id.
        case id(String)
        /// Your own id, typically the serial number.
        case requesterSpecifiedID(String)
    }

    /// The service's id of the token.
    public let id: String

    /// Your own id of the token; `nil` if it has none.
    public let requesterSpecifiedID: String?

    /// What a password is generated from; `nil` if it is missing or unknown to this library.
    public let kind: OATHToken.Kind?

    /// The number of digits of a password.
    public let digits: Int?

    /// The hash function; `nil` if it is missing or unknown to this library.
    public let algorithm: OATHToken.Algorithm?

    /// How long a time-based password is valid, in whole seconds.
    public let timeStep: Duration?

    /// The number of counter-based passwords that were used.
    public let eventCounter: Int?

    /// When the token was provisioned, in the service's format: `2015-02-03 09:15:52`.
    public let created: String?

    /// When the token was last changed, in the service's format.
    public let modified: String?

    /// The whole object, including fields that this library does not know.
    public let raw: JSONValue
}

extension OATHValidator {
    init(_ fields: JSONObjectReader) throws(MalformedFieldError) {
        id = try fields.identifier("id")
        let ownID = try fields.optionalString("requester_specified_id") ?? ""
        requesterSpecifiedID = ownID.isEmpty ? nil : ownID
        kind = try fields.optionalString("otp_type").flatMap { OATHToken.Kind(rawValue: $0.lowercased()) }
        digits = try fields.optionalInteger("otp_digits")
        algorithm = try fields.optionalString("algorithm").flatMap { OATHToken.Algorithm(rawValue: $0.lowercased()) }
        timeStep = try fields.optionalInteger("totp_step_size").map { .seconds($0) }
        eventCounter = try fields.optionalInteger("hotp_event_counter")
        created = try fields.optionalString("created")
        modified = try fields.optionalString("modified")
        raw = fields.raw
    }
}
