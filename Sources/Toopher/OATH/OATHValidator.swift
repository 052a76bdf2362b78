/// A token that the service knows, and checks one-time passwords of. Its seed is never told.
public struct OATHValidator: ToopherResource {
    /// The service's id of the token.
    public let id: String

    /// Your own id of the token, if it has one.
    public let requesterSpecifiedID: String?

    /// What a password is made from; nil when the service did not say, or something that this library does not know.
    public let kind: OATHToken.Kind?

    /// How many digits a password has.
    public let digits: Int?

    /// The hash function; nil when the service did not say, or something that this library does not know.
    public let algorithm: OATHToken.Algorithm?

    /// For how many seconds a time-based password stands.
    public let stepSize: Int?

    /// How many counted passwords were used.
    public let eventCounter: Int?

    /// When the service got to know the token, in its own words: `2015-02-03 09:15:52`.
    public let created: String?

    /// When the service last changed what it knows, in its own words.
    public let modified: String?

    /// The whole object, with the fields that this library does not know.
    public let raw: JSONValue

    /// Which token is meant: by the service's id, or by yours.
    public enum Reference: Sendable, Hashable {
        /// The service's id.
        case id(String)
        /// Your own id, typically the serial number.
        case requesterSpecifiedID(String)
    }
}

extension OATHValidator {
    init(_ fields: FieldReader) throws(FieldProblem) {
        id = try fields.identifier("id")
        let own = try fields.optionalString("requester_specified_id") ?? ""
        requesterSpecifiedID = own.isEmpty ? nil : own
        kind = try fields.optionalString("otp_type").flatMap { OATHToken.Kind(rawValue: $0.lowercased()) }
        digits = try fields.optionalInteger("otp_digits")
        algorithm = try fields.optionalString("algorithm").flatMap { OATHToken.Algorithm(rawValue: $0.lowercased()) }
        stepSize = try fields.optionalInteger("totp_step_size")
        eventCounter = try fields.optionalInteger("hotp_event_counter")
        created = try fields.optionalString("created")
        modified = try fields.optionalString("modified")
        raw = fields.raw
    }
}

/// Which user is meant: by the service's id, or by your name.
public enum UserReference: Sendable, Hashable {
    /// The service's id.
    case id(String)
    /// Your name of the user.
    case name(String)
}
