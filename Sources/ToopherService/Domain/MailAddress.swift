#if Service

/// A mail address as the operator's command gets it.
///
/// Whether there is such a mailbox only its server knows. What is checked is that nothing in the address can be taken for
/// something else: no spaces, no control characters, no quotes, no list of addresses.
struct MailAddress: Sendable, Hashable {
    /// RFC 5321 section 4.5.3.1.3, without the angle brackets.
    static let maximumBytes = 254

    /// The address.
    let text: String

    /// Creates an address; `nil` if the text is none.
    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumBytes, parts.count == 2, !parts[0].isEmpty, parts[0].first != "-",
            !parts[1].isEmpty, parts[1].first != ".", parts[1].last != ".", !parts[1].contains(".."),
            text.unicodeScalars.allSatisfy({ Self.isPlain($0) })
        else { return nil }
        self.text = text
    }

    /// What limits count: whatever the letters, it is one mailbox.
    var key: String { text.lowercased() }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: !"\"\\(),:;<>[]\u{FFFD}".unicodeScalars.contains(scalar)
        }
    }
}

#endif
