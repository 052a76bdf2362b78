internal import Glibc

/// A folder of its own for a test, removed with everything in it when the last reference is gone.
package final class TemporaryFolder: Sendable {
    /// The absolute path of the folder.
    package let path: String

    /// Creates an empty folder.
    package init() {
        var template = Array("/tmp/toopher-test-XXXXXX".utf8CString)
        guard let name = unsafe mkdtemp(&template) else { preconditionFailure("no temporary folder can be made") }
        path = unsafe String(cString: name)
    }

    deinit { remove() }

    /// Removes the folder.
    ///
    /// In a `defer`, where something that does not hold the folder still uses its files.
    package func remove() { Self.remove(path) }

    /// Returns the path of a file in the folder.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file, and returns its path.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) -> String {
        let descriptor = unsafe open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            precondition(count > 0)
            rest.removeFirst(count)
        }
        close(descriptor)
        return file(name)
    }

    /// Returns the content of a file, which must exist.
    package func read(_ name: String) -> [UInt8] {
        let descriptor = unsafe open(file(name), O_RDONLY | O_CLOEXEC)
        precondition(descriptor >= 0)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while case let count = unsafe Glibc.read(descriptor, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        close(descriptor)
        return bytes
    }

    /// Returns the permission bits of a file; `nil` if it does not exist.
    package func permissions(of name: String) -> UInt32? {
        var status = stat()
        guard unsafe stat(file(name), &status) == 0 else { return nil }
        return UInt32(status.st_mode) & 0o777
    }

    /// Removes a file, or a folder with everything in it.
    private static func remove(_ path: String) {
        guard unsafe unlink(path) != 0, let folder = unsafe opendir(path) else { return }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        unsafe closedir(folder)
        for name in names { remove(path + "/" + name) }
        unsafe rmdir(path)
    }
}
