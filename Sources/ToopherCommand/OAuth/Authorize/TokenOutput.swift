import Glibc
import OAuth1
import OAuth1Client
import SystemPackage

/// Where the credentials go that a command obtains: prepared before the request, since what cannot be stored should not be
/// requested.
struct TokenOutput {
    private let path: String?
    /// The file that is written; renamed to `path` when it is complete, if that is another one.
    private let target: (path: String, file: FileDescriptor)?
    private let printsJSON: Bool

    /// Prepares the output.
    ///
    /// - Parameters:
    ///   - path: The file to write; `nil` to print.
    ///   - replaces: Whether the file exists and is replaced; otherwise it must not exist.
    ///   - printsJSON: Whether JSON is printed in place of variables.
    init(path: String?, replaces: Bool, printsJSON: Bool) throws {
        self.path = path
        self.printsJSON = printsJSON
        let name = path.map { replaces ? $0 + ".new" : $0 }
        target = try name.map { ($0, try TokenFile.create($0)) }
    }

    /// Writes or prints the credentials.
    ///
    /// If they cannot be written they are printed, because they cannot be requested again.
    func write(_ credentials: TokenCredentials) throws {
        let text = TokenFile.text(credentials, issuedAt: SystemClock.unixSeconds())
        do {
            try store(text)
        } catch {
            print(text)
            throw error
        }
        let variables = [
            "OAUTH_TOKEN=" + ShellWord.quoted(credentials.token),
            "OAUTH_TOKEN_SECRET=" + ShellWord.quoted(TokenFile.text(credentials.tokenSecret)),
        ]
        // JSON escapes control characters, which a terminal would obey.
        let isPrintable = variables.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f } }
        if printsJSON || path == nil && !isPrintable {
            print(text)
        } else if path == nil {
            for variable in variables { print(variable) }
        }
    }

    /// Removes what was prepared.
    func discard() {
        guard let target else { return }
        try? target.file.close()
        _ = unsafe unlink(target.path)
    }

    private func store(_ text: String) throws {
        guard let path, let target else { return }
        do {
            try target.file.closeAfter {
                _ = try target.file.writeAll((text + "\n").utf8)
                guard fsync(target.file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            if target.path != path {
                guard unsafe rename(target.path, path) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch let error as Errno {
            throw CommandError("cannot write \(path): \(error); the token is printed, store it yourself")
        }
        StandardError.print("The token is in \(path).")
    }
}
