#if Service

/// The rules for names of users, terminals, actions, requesters and devices.
///
/// A person decides by them, so characters that hide or reorder text are refused, and those that nobody sees.
enum DisplayName {
    static let maximumBytes = 256

    /// Returns whether a name is valid.
    static func isValid(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= maximumBytes else { return false }
        return name.unicodeScalars.allSatisfy(isPermitted) && name.unicodeScalars.contains { !isBlank($0) }
    }

    /// Whether a character is permitted: RFC 8264 section 4.3, but for symbols that are not yet assigned.
    private static func isPermitted(_ scalar: Unicode.Scalar) -> Bool {
        // Direction marks, embeddings, overrides and isolates; the default-ignorable ones are among the others.
        guard !scalar.properties.isBidiControl, !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
        default: true
        }
    }

    /// Whether a character leaves a blank: white space, or the pattern Braille of no dots.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{2800}"
    }
}

#endif
