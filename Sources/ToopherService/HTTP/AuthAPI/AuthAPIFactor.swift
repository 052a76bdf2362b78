#if Service

internal import WebSyntax

/// With what a user wants to log in.
enum AuthAPIFactor: Sendable, Hashable {
    /// The phone that is asked.
    enum Phone: Sendable, Hashable {
        /// The one that was paired last.
        case any
        /// Its place in the list that the client has shown, from 1.
        case place(Int)
        /// The id of its pairing.
        case pairing(id: String)
    }

    case push(Phone)
    case passcode(String)
    /// A text message or a call, which this service does not make.
    case unavailable

    /// Creates the factor of a text: the name of one, or what a person has typed instead.
    init(typed text: String) {
        let word = text.lowercased().filter { $0 != " " }
        let digits = word.utf8.reversed().prefix { $0.isASCIIDigit }.count
        let place = Int(word.suffix(digits))
        switch word.dropLast(digits) {
        case "push" where digits <= 2: self = .push(place.map { .place($0) } ?? .any)
        case "auto" where digits == 0: self = .push(.any)
        case "sms" where digits <= 2, "phone" where digits <= 2: self = .unavailable
        default: self = .passcode(text)
        }
    }

    /// Reads the factor of a call of the Auth API's second version.
    init(_ parameters: AuthAPIParameters) throws(AuthAPIFailure) {
        switch try parameters.required("factor").lowercased() {
        case "auto", "push": self = .push(try Self.phone(parameters.text("device")))
        case "passcode": self = .passcode(try parameters.required("passcode"))
        case "prompt": self = .init(typed: try parameters.required("prompt"))
        case "sms", "phone": self = .unavailable
        default: throw .invalid("factor")
        }
    }

    /// Reads the factor of a call of its first version.
    init(first parameters: AuthAPIParameters) throws(AuthAPIFailure) {
        switch try parameters.required("factor").lowercased() {
        case "auto": self = .init(typed: try parameters.required("auto"))
        case "push": self = .push(Self.place(try parameters.text("phone")))
        case "passcode": self = .passcode(try parameters.required("code"))
        case "sms", "phone": self = .unavailable
        default: throw .invalid("factor")
        }
    }

    /// Returns the phone of a text such as `phone2`.
    private static func place(_ text: String?) -> Phone {
        guard let text, text.utf8.count <= 8, let place = Int(text.drop { !$0.isNumber }) else { return .any }
        return .place(place)
    }

    private static func phone(_ device: String?) throws(AuthAPIFailure) -> Phone {
        guard let device, device != "auto" else { return .any }
        guard let id = Identifier.parse(device) else { throw .invalid("device") }
        return .pairing(id: id)
    }
}

#endif
