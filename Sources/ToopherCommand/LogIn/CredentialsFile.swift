import CryptoCore
import SystemPackage
import Toopher
import WebSyntax

/// The file with the credentials of a machine that lets people in: lines as `toopher requester create` prints them, and the base URL.
///
/// A program that PAM or a RADIUS server starts has no environment of its own.
struct CredentialsFile: Sendable {
    let key: String
    let secret: SecretBytes
    let baseURL: String

    /// Reads a file that its owner alone can read and change: whoever changes it decides who is let in.
    init(path: String) throws {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
        } catch {
            throw CommandError("cannot read \(path): \(error)")
        }
        defer { try? file.close() }
        let status = try file.stat()
        guard status.type == .regular else { throw CommandError("\(path) is not a file") }
        guard status.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute]) else {
            throw CommandError("other users can read or change \(path); run: chmod 600 '\(path)'")
        }
        try self.init(text: StandardInput.read(file, limit: 64 << 10), path: path)
    }

    /// Reads the lines of a file: `NAME=value`, empty ones, and comments that begin with `#`.
    init(text: [UInt8], path: String) throws {
        var values: [Substring: String] = [:]
        for (number, line) in String(decoding: text, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            let line = line.trimmingSpaces()
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, Self.names.contains(String(parts[0])) else {
                throw CommandError(
                    "\(path), line \(number + 1): this is none of \(Self.names.joined(separator: "=…, "))=…")
            }
            guard values.updateValue(String(parts[1]), forKey: parts[0]) == nil else {
                throw CommandError("\(path), line \(number + 1): \(parts[0]) is given twice")
            }
        }
        guard let key = values["TOOPHER_CONSUMER_KEY"], let secret = values["TOOPHER_CONSUMER_SECRET"],
            let baseURL = values["TOOPHER_BASE_URL"]
        else { throw CommandError("\(path) lacks one of \(Self.names.joined(separator: ", "))") }
        (self.key, self.secret, self.baseURL) = (key, SecretBytes(utf8: secret), baseURL)
    }

    private static let names = ["TOOPHER_CONSUMER_KEY", "TOOPHER_CONSUMER_SECRET", "TOOPHER_BASE_URL"]
}

extension Substring {
    /// Without the spaces, tabs and carriage returns at both ends.
    fileprivate func trimmingSpaces() -> Substring {
        func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\r" }
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
