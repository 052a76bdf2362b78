import SystemPackage

/// Files named on the command line.
enum InputFile {
    /// Reads the file at `path`.
    ///
    /// - Parameter limit: The most bytes to accept.
    /// - Throws: `Errno`, ``CommandError``.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        return try StandardInput.read(file, limit: limit)
    }

    /// Opens a file; `-` is standard input.
    static func open(_ path: String) throws -> FileDescriptor {
        guard path != "-" else { return .standardInput }
        do {
            return try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
        } catch {
            throw CommandError("cannot read \(path): \(error)")
        }
    }

    /// Reads a file, for a caller that has no better advice than to name it.
    static func readOrName(_ path: String, limit: Int) throws -> [UInt8] {
        do {
            return try read(path, limit: limit)
        } catch let error as Errno {
            throw CommandError("cannot read \(path): \(error)")
        }
    }
}
