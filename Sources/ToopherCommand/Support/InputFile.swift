import SystemPackage

/// Files that the command line names.
enum InputFile {
    /// Everything in the file at `path`.
    /// - Parameter limit: the most bytes to accept.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        return try StandardInput.read(file, limit: limit)
    }
}
