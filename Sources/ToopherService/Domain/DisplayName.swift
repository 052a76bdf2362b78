#if Service

@_spi(_Unicode) internal import Swift

/// The one rule for names of users, terminals, actions, requesters and devices.
///
/// A person decides by them, so they must show what they are. A name in its normal form
/// - is in Unicode's normalization form C;
/// - has single spaces (U+0020) between its words, none at its ends, and no other white space;
/// - has no characters that are invisible, hide or reorder text, or have no meaning yet: controls, format characters,
///   default-ignorable ones, fillers, line and paragraph separators, private, unassigned, and U+FFFD for malformed bytes;
/// - has at least one letter, digit, punctuation mark or symbol, and at most ``maximumMarks`` marks on one of them;
/// - has at most ``maximumCharacters`` characters and ``maximumBytes`` bytes.
enum DisplayName {
    static let maximumBytes = 512
    static let maximumCharacters = 256
    /// The most combining marks in a row: more than any language needs, fewer than cover the line above.
    static let maximumMarks = 6

    /// Returns the normal form of a label (a terminal, an action, a requester, a device): composed, with runs of spaces of
    /// any kind collapsed; `nil` if it has none.
    static func normalized(_ text: String) -> String? {
        // What is far too long is not worth the work.
        guard text.utf8.count <= 4 * maximumBytes else { return nil }
        let words = text.unicodeScalars.split { $0.properties.generalCategory == .spaceSeparator }
        let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
        let name = String(String.UnicodeScalarView(joined._nfc))
        return isWellFormed(name) ? name : nil
    }

    /// Returns whether a name is in its normal form.
    ///
    /// The name of a user must be: it is a key, so that two spellings must be refused rather than become one user.
    static func isNormal(_ name: String) -> Bool {
        guard let normal = normalized(name) else { return false }
        // `==` would compare what the texts look like.
        return normal.utf8.elementsEqual(name.utf8)
    }

    private static func isWellFormed(_ name: String) -> Bool {
        guard name.utf8.count <= maximumBytes, name.count <= maximumCharacters else { return false }
        var marks = 0
        var hasBase = false
        var isAfterSpace = true
        for scalar in name.unicodeScalars {
            switch kind(of: scalar) {
            case .refused: return false
            case .mark:
                marks += 1
                // Without a letter a mark combines with what stands before it, or before the name.
                guard !isAfterSpace, marks <= maximumMarks else { return false }
            case .space:
                marks = 0
                isAfterSpace = true
            case .base:
                marks = 0
                hasBase = true
                isAfterSpace = false
            }
        }
        return hasBase
    }

    private enum Kind { case base, mark, space, refused }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        let properties = scalar.properties
        // The pattern Braille of no dots is a symbol that nobody sees; the other fillers are default-ignorable.
        // U+FFFD stands for bytes that were no text: two names with other bytes would become one.
        guard !properties.isDefaultIgnorableCodePoint, !properties.isBidiControl, scalar != "\u{2800}",
            scalar != "\u{FFFD}"
        else {
            return .refused
        }
        return switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: .refused
        case .spaceSeparator: scalar == " " ? .space : .refused
        case .nonspacingMark, .spacingMark, .enclosingMark: .mark
        default: .base
        }
    }
}

#endif
