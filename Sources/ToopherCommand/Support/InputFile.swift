import SystemPackage

/// Files named on the command line.
enum InputFile {
    /// Reads the file at `path`.
    ///
    /// - Parameter limit: The most bytes to accept.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            defer { try? file.close() }
            return try StandardInput.read(file, limit: limit)
        } catch let error as Errno {
            throw CommandError("\(path): \(error)")
        }
    }
}
