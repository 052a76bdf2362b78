internal import Glibc

/// A folder that is removed with its last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/curl-transport-XXXXXX".utf8CString)
        path = unsafe String(cString: required(mkdtemp(&template)))
    }

    deinit { ChildProcess("/bin/rm", ["-rf", path]).waitForSuccess() }

    /// Returns the path of a file in the folder.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
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

    /// Returns the bytes of a file in the folder.
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
}
