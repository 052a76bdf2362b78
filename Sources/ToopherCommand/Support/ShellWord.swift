import WebSyntax

/// A word of a shell's command line.
enum ShellWord {
    /// Returns a word as a shell parses it.
    static func quoted(_ word: String) -> String {
        // Shells replace `~` and `=` at the beginning of a word.
        let isPlain = word.utf8.allSatisfy { $0.isASCIIAlphanumeric || "-._/:,@%+".utf8.contains($0) }
        guard !isPlain || word.isEmpty else { return word }
        var quoted = "'"
        for character in word.unicodeScalars {
            if character == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(character) }
        }
        return quoted + "'"
    }
}
