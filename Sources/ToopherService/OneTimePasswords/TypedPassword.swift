#if Service

/// What a person typed as a one-time password.
enum TypedPassword: Sendable, Hashable {
    /// The password of a phone or a hard token, in ASCII digits.
    case digits([UInt8])
    /// A backup code in its canonical spelling.
    case backupCode([UInt8])

    /// Creates the password that a text spells; `nil` if the text cannot be one.
    ///
    /// Spaces and hyphens do not count: phones and lists show groups.
    init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let symbols = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        if (6...8).contains(symbols.count), symbols.allSatisfy(Self.isDigit) {
            self = .digits(Array(symbols))
        } else if let code = BackupCode.canonical(Array(symbols)) {
            self = .backupCode(code)
        } else {
            return nil
        }
    }

    /// Returns the consecutive passwords in a list with commas; `nil` unless there are 2 to 10, all of the same length in
    /// `digits`.
    static func sequence(_ text: String, digits: Int) -> [[UInt8]]? {
        guard text.utf8.count <= 256 else { return nil }
        let passwords = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { part in
            part.filter { $0 != UInt8(ascii: " ") }
        }
        guard (2...10).contains(passwords.count),
            passwords.allSatisfy({ $0.count == digits && $0.allSatisfy(isDigit) })
        else { return nil }
        return passwords
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

#endif
