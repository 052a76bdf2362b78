import CryptoCore
import Platform
import SystemPackage

/// A secret in the first line of a file or of an open descriptor.
enum SecretLine {
    private static let maximumBytes = 1024

    /// Reads the first line of the file at `path`.
    static func read(path: String) throws -> SecretBytes {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        return try read(file)
    }

    /// Reads one line without its end, and no byte more: what follows is for another reader.
    static func read(_ file: FileDescriptor) throws -> SecretBytes {
        var count = 0
        let line = try WipedBytes(count: maximumBytes) { (line) throws(any Error) in
            while let byte = try nextByte(of: file), byte != UInt8(ascii: "\n") {
                guard count < maximumBytes else {
                    throw CommandError("the passphrase is longer than \(maximumBytes) bytes")
                }
                line[count] = byte
                count += 1
            }
        }
        return line.withBytes { line in
            let hasReturn = count > 0 && line[count - 1] == UInt8(ascii: "\r")
            return SecretBytes(line.extracting(first: hasReturn ? count - 1 : count))
        }
    }

    private static func nextByte(of file: FileDescriptor) throws -> UInt8? {
        var byte: UInt8 = 0
        let count = try unsafe withUnsafeMutableBytes(of: &byte) { try unsafe file.read(into: $0) }
        return count == 1 ? byte : nil
    }
}
