#if Service

internal import CryptoCore
internal import Glibc
internal import Platform
internal import SystemPackage

/// The file with the key that seals secrets in the database: 32 bytes in base64url, in one line.
///
/// It is not in the database, so that a copy of the database alone reveals no secret.
struct KeyFile: Sendable {
    static let keyBytes = 32

    let path: String

    /// Returns the key, which is created if there is no file. Of several processes that do so at once, all get the same key.
    func readOrCreate(_ random: RandomSource) throws -> SecretBytes {
        if let key = try read() { return key }
        try create(SecretBytes(random(Self.keyBytes)))
        guard let key = try read() else {
            throw error("it was removed meanwhile, or is a link to a file that does not exist")
        }
        return key
    }

    /// Returns the key; `nil` if there is no file.
    ///
    /// - Throws: ``ServiceError/keyUnavailable(path:reason:)`` if the file cannot be read, if others can read it, or if it has
    ///   no key.
    func read() throws -> SecretBytes? {
        guard !path.isEmpty else { throw error("its name is empty") }
        // Not waiting for the other end of a pipe.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let failure = SystemError.current
            if failure.code == ENOENT { return nil }
            throw error(failure.description)
        }
        defer { close(descriptor) }
        let status: Stat
        do throws(Errno) { status = try FileDescriptor(rawValue: descriptor).stat() } catch {
            throw self.error(SystemError(code: error.rawValue).description)
        }
        guard status.type == .regular else { throw error("it is not a file") }
        guard status.permissions.rawValue & 0o077 == 0 else {
            throw error("other users can read it; run: chmod 600 '\(path)'")
        }
        var text = [UInt8](repeating: 0, count: 64)
        let count = unsafe Glibc.read(descriptor, &text, text.count)
        guard count >= 0 else { throw error(SystemError.current.description) }
        let line = text[..<count].prefix { $0 != UInt8(ascii: "\n") }
        guard let key = Base64.decodeURL(String(decoding: line, as: UTF8.self)), key.count == Self.keyBytes else {
            throw error("it does not contain a key of \(Self.keyBytes) bytes in base64url")
        }
        return SecretBytes(key)
    }

    /// Writes a new file, unless there is one.
    ///
    /// The name appears with the whole file behind it, so nobody reads half a key.
    func create(_ key: SecretBytes) throws {
        let line = key.withBytes { span in Base64.encodeURL(span.indices.map { span[$0] }) } + "\n"
        let draft = path + "." + Hex.encode(try RandomBytes.generate(8))
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw error(SystemError.current.description) }
        defer {
            close(descriptor)
            unsafe unlink(draft)
        }
        let bytes = Array(line.utf8)
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw error(SystemError.current.description)
        }
        guard unsafe link(draft, path) == 0 || errno == EEXIST else { throw error(SystemError.current.description) }
    }

    private func error(_ reason: String) -> ServiceError { .keyUnavailable(path: path, reason: reason) }
}

#endif
