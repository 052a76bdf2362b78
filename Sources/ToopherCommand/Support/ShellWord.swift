import WebSyntax

/// A word of a shell's command line.
enum ShellWord {
    /// Returns a word as a shell parses it.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy {
            $0.isURLUnreserved && $0 != UInt8(ascii: "~") || "/:,@=%+".utf8.contains($0)
        }
        guard !isPlain || word.isEmpty else { return word }
        var quoted = "'"
        for character in word.unicodeScalars {
            if character == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(character) }
        }
        return quoted + "'"
    }
}
