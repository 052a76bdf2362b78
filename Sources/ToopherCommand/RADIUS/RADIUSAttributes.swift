import CryptoCore

/// What an Access-Request says, as FreeRADIUS's `rlm_exec` passes it on in the environment.
///
/// RFC 2865 section 5. Whoever can send a request chooses every value.
struct RADIUSAttributes: Sendable {
    /// The name of the user, without a realm where the server has taken that off.
    var userName: String
    /// The name of the user as it was sent, with a realm.
    var fullUserName = ""
    /// What the user has typed; `nil` if that is nothing.
    var password: String?
    /// The State of the challenge that the request answers.
    var state: [UInt8]?
    /// What the server that lets people in (NAS) calls itself.
    var nasIdentifier = ""
    /// The address of that server, as it says.
    var nasAddress = ""
    /// Where the user comes from: an address or a telephone number.
    var callingStation = ""

    /// Reads the variables.
    ///
    /// - Parameter values: Returns all values of a variable.
    /// - Throws: ``CommandError`` if `rlm_exec` has not started this program, or a value is not one that it writes.
    init(_ values: (String) -> [String]) throws {
        guard let name = try Self.text("STRIPPED_USER_NAME", values) ?? Self.text("USER_NAME", values) else {
            throw CommandError(
                "there is no User-Name: this belongs into an exec module of FreeRADIUS with shell_escape = yes, see "
                    + "docs/radius.md")
        }
        guard !name.isEmpty, Self.isPrintable(name) else { throw CommandError("User-Name is not the name of a user") }
        userName = name
        fullUserName = try Self.text("USER_NAME", values) ?? ""
        password = try Self.text("USER_PASSWORD", values).flatMap { $0.isEmpty ? nil : $0 }
        state = try Self.one("STATE", values).map { value in
            guard value.hasPrefix("0x"), let bytes = Hex.decode(String(value.dropFirst(2))) else {
                throw CommandError("State is malformed")
            }
            return bytes
        }
        nasIdentifier = try Self.text("NAS_IDENTIFIER", values) ?? ""
        nasAddress = try Self.one("NAS_IP_ADDRESS", values) ?? Self.one("NAS_IPV6_ADDRESS", values) ?? ""
        callingStation = try Self.text("CALLING_STATION_ID", values) ?? ""
    }

    /// The password that the user has typed; `nil` if the user wants the phone to be asked, and has typed nothing or `push`.
    ///
    /// Some programs send no empty password.
    var oneTimePassword: String? {
        password.flatMap { $0.lowercased() == "push" ? nil : $0 }
    }

    /// What the phone calls the server that lets people in.
    var nasName: String {
        [nasIdentifier, nasAddress].first { !$0.isEmpty && Self.isPrintable($0) } ?? "RADIUS"
    }

    /// What the phone shows of where the request comes from.
    var terminalName: String {
        DisplayedName.printable(callingStation.isEmpty ? nasName : "\(nasName), from \(callingStation)")
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    private static func one(_ variable: String, _ values: (String) -> [String]) throws -> String? {
        let values = values(variable)
        guard values.count <= 1 else { throw CommandError("the request has several of \(variable)") }
        return values.first
    }

    private static func text(_ variable: String, _ values: (String) -> [String]) throws -> String? {
        guard let value = try one(variable, values) else { return nil }
        guard let bytes = RADIUSQuotedText.bytes(value), let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError("\(variable) is malformed, too long, or not UTF-8; the module needs shell_escape = yes")
        }
        return text
    }
}
