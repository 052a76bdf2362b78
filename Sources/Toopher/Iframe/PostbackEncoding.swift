internal import OAuth1

/// The form encodings over which libraries sign postbacks; they differ in two characters.
public enum PostbackEncoding: Sendable, Hashable, CaseIterable {
    /// Python 2 and PHP, and the service itself: `~` and `*` are both encoded.
    case reference
    /// Ruby and Java: `*` is left as it is.
    case asteriskLiteral
    /// Python 3 and .NET: `~` is left as it is.
    case tildeLiteral
}

extension PostbackEncoding {
    /// The string to sign: the fields in their order, form-encoded; blank values stay.
    func stringToSign(_ fields: PostbackFields) -> String {
        let reference = FormEncoding.encode(fields.parameters)
        // A percent sign is itself encoded, so each escape found stands for its character.
        return switch self {
        case .reference: reference
        case .asteriskLiteral: reference.replacing("%2A", with: "*")
        case .tildeLiteral: reference.replacing("%7E", with: "~")
        }
    }
}
