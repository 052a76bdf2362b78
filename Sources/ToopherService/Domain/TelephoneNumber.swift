#if Service

internal import WebSyntax

/// A telephone number in the international form of E.164: `+` and 7 to 15 digits.
struct TelephoneNumber: Sendable, Hashable {
    /// The country of a number that names none: the original service had its users there.
    static let defaultCountry = "1"

    /// The number with `+` in front.
    let text: String

    /// Creates the number that a person has written; `nil` if it is none.
    ///
    /// - Parameters:
    ///   - written: The number, with spaces, hyphens, dots, slashes and parentheses as people write them. It begins with `+`
    ///     or `00`, or belongs to the country.
    ///   - country: The country's code, such as `49`, `+49` or `0049`.
    init?(_ written: String, country: String?) {
        guard written.utf8.count <= 64, let number = Self.digits(written) else { return nil }
        var digits: String
        if let international = Self.international(written, number) {
            digits = international
        } else {
            let code = country ?? Self.defaultCountry
            guard let written = Self.digits(code), code.utf8.count <= 6 else { return nil }
            let prefix = Self.international(code, written) ?? written
            guard (1...3).contains(prefix.utf8.count), prefix.first != "0" else { return nil }
            // A trunk prefix is dialled within a country only; in Italy the 0 is part of the number.
            digits = prefix + (number.first == "0" && prefix != "39" ? String(number.dropFirst()) : number)
        }
        guard (7...15).contains(digits.utf8.count), digits.first != "0" else { return nil }
        text = "+" + digits
    }

    /// Returns the digits of a number that people have punctuated; `nil` if it has other characters.
    private static func digits(_ written: String) -> String? {
        let trimmed = written.trimmingSpaces
        let body = trimmed.first == "+" ? trimmed.dropFirst() : trimmed[...]
        guard body.utf8.allSatisfy({ $0.isASCIIDigit || " -./()".utf8.contains($0) }) else { return nil }
        let digits = body.filter { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? nil : String(digits)
    }

    /// Returns the digits of an international number without its prefix; `nil` if it has none.
    private static func international(_ written: String, _ digits: String) -> String? {
        if written.trimmingSpaces.first == "+" { return digits }
        return digits.hasPrefix("00") ? String(digits.dropFirst(2)) : nil
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

#endif
