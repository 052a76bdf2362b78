internal import OAuth1

/// A form encoding that libraries sign postbacks over; they differ in two characters.
public enum PostbackEncoding: Sendable, Hashable, CaseIterable {
    /// `~` and `*` are percent-encoded: Python 2, PHP, and the service itself.
    case reference
    /// `*` is not percent-encoded: Ruby and Java.
    case asteriskLiteral
    /// `~` is not percent-encoded: Python 3 and .NET.
    case tildeLiteral
}

extension PostbackEncoding {
    /// Returns the string to sign: the fields in their order, form-encoded, including those with an empty value.
    func stringToSign(_ fields: PostbackFields) -> String {
        let reference = FormEncoding.encode(fields.parameters)
        // A literal percent sign is encoded as %25, so each match is an encoded character.
        return switch self {
        case .reference: reference
        case .asteriskLiteral: reference.replacing("%2A", with: "*")
        case .tildeLiteral: reference.replacing("%7E", with: "~")
        }
    }
}
