#if Service

import SystemPackage

/// What the system says of processes.
enum Procfs {
    /// Returns the letter of a process's state; `nil` if there is no such process.
    static func state(of process: String) -> Character? {
        guard let file = try? FileDescriptor.open(FilePath("/proc/\(process)/stat"), .readOnly) else { return nil }
        defer { try? file.close() }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = unsafe (try? buffer.withUnsafeMutableBytes { unsafe try file.read(into: $0) }) ?? 0
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        return text.split(separator: ")").last?.drop { $0 == " " }.first
    }
}

#endif
