import Glibc
import SystemPackage

/// A file that gets its name when it is complete, or standard output. Written in large blocks.
final class OutputFile {
    private static let blockBytes = 256 << 10

    private let path: String?
    private let draft: String
    private let file: FileDescriptor
    private var bytes: [UInt8] = []

    /// Creates a file that only its owner can read; standard output for `-`.
    ///
    /// - Throws: ``CommandError`` if there is a file of this name, or none can be made.
    init(_ path: String) throws {
        guard path != "-" else {
            (self.path, draft, file) = (nil, "", .standardOutput)
            return
        }
        guard (try? FilePath(path).stat()) == nil else { throw CommandError("\(path) exists already") }
        self.path = path
        draft = path + ".part"
        do {
            file = try FileDescriptor.open(
                FilePath(draft), .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch {
            throw CommandError("cannot write \(draft): \(error)")
        }
    }

    /// Appends one line.
    func append(_ line: [UInt8]) throws {
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count > Self.blockBytes { try flush() }
    }

    /// Writes what is left, and gives the file its name.
    func finish() throws {
        try flush()
        guard let path else { return }
        do {
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            try file.close()
            guard unsafe rename(draft, path) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw CommandError("cannot write \(path): \(error)")
        }
    }

    /// Removes what was written, unless it has its name.
    func discard() {
        guard path != nil else { return }
        _ = unsafe unlink(draft)
    }

    private func flush() throws {
        do {
            _ = try file.writeAll(bytes)
        } catch {
            throw CommandError("cannot write \(path ?? "to standard output"): \(error)")
        }
        bytes.removeAll(keepingCapacity: true)
    }
}

@available(*, unavailable) extension OutputFile: Sendable {}
