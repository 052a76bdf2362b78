import SystemPackage

/// A new file for the state of a virtual phone. Only its owner can read it.
struct PhoneFile {
    private let path: String
    private let file: FileDescriptor

    /// Creates a file without content.
    ///
    /// - Throws: ``CommandError`` if there is one already, or none can be made.
    static func create(_ path: String) throws -> PhoneFile {
        do {
            let file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
            return PhoneFile(path: path, file: file)
        } catch let error as Errno where error == .fileExists {
            throw CommandError("there is a phone at \(path) already: remove the file, or name another with --state")
        } catch {
            throw CommandError("cannot write \(path): \(error)")
        }
    }

    /// Writes the state, and closes the file.
    func write(_ state: PhoneState) throws {
        let bytes = try DeviceMessage.encode(state)
        do {
            try file.writeAll(bytes)
            try file.close()
        } catch {
            throw CommandError("cannot write \(path): \(error)")
        }
    }

    /// Removes the file of a phone that was not registered, or not written. The command ends then.
    func discard() { removeFile(path) }
}
