#if Service

/// The rules for names of users, terminals, actions, requesters and devices.
///
/// A person decides by them, so characters that hide or reorder text are refused.
enum DisplayName {
    static let maximumBytes = 256

    /// Returns whether a name is valid.
    static func isValid(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= maximumBytes else { return false }
        return name.unicodeScalars.allSatisfy(isVisible) && name.contains { !$0.isWhitespace }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Direction marks, embeddings, overrides and isolates.
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
        default:
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
            default: true
            }
        }
    }
}

#endif
