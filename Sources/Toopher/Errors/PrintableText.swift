/// Text of a peer, made fit for error messages and logs.
enum PrintableText {
    /// The longest excerpt, in Unicode scalars.
    static let maximumLength = 200

    /// Returns the beginning of a text with a space for each control character.
    static func excerpt(of text: String) -> String {
        var excerpt = ""
        for scalar in text.unicodeScalars.prefix(maximumLength) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: excerpt.append(" ")
            default: excerpt.unicodeScalars.append(scalar)
            }
        }
        return excerpt
    }
}
