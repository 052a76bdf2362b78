#if Service

internal import Glibc

/// A command of the operator's, which the service runs to send a message: a program and its arguments.
///
/// No shell sees it: nothing that a client sends is part of the command line, and the message is on standard input.
public struct HookCommand: Sendable, Hashable {
    /// The absolute path of the program.
    public let program: String
    /// The arguments of the program.
    public let arguments: [String]

    /// Creates a command of the text that an operator has written: words with spaces between, single and double quotes, and
    /// backslashes, as in a shell. Nothing is expanded.
    ///
    /// - Throws: ``HookCommandError``.
    public init(_ text: String) throws(HookCommandError) {
        let words = try Self.words(of: text)
        guard let program = words.first else { throw .empty }
        guard program.hasPrefix("/") else { throw .notAbsolute(program: program) }
        guard unsafe access(program, X_OK) == 0 else { throw .notExecutable(program: program) }
        self.program = program
        arguments = Array(words.dropFirst())
    }

    private static func words(of text: String) throws(HookCommandError) -> [String] {
        guard !text.utf8.contains(0) else { throw .unterminated }
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                // Within double quotes a backslash is for a quote or another one only.
                if quote == "\"", character != "\"", character != "\\" { word?.append("\\") }
                word?.append(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                word = word ?? ""
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                word = word ?? ""
                quote = character
            } else if character == " " || character == "\t" || character.isNewline {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { throw .unterminated }
        if let word { words.append(word) }
        return words
    }
}

#endif
