#if Service

/// What names of users, terminals, actions, requesters and devices may look like.
///
/// They are shown to a person who decides by them, so nothing that hides or reorders text gets through.
enum DisplayName {
    static let maximumBytes = 256

    static func isAcceptable(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= maximumBytes else { return false }
        return name.unicodeScalars.allSatisfy(isVisible) && name.contains { !$0.isWhitespace }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Direction marks, embeddings, overrides, isolates.
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
