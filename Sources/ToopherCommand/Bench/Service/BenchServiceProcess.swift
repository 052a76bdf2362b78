#if Service

/// What the kernel says of a process.
enum BenchServiceProcess {
    /// The resident memory of a process, in KiB; `nil` if it has ended.
    static func residentKibibytes(_ process: Int32) -> Int? { value("VmRSS", of: process) }

    /// The peak of resident memory of a process, in KiB; `nil` if it has ended.
    static func peakKibibytes(_ process: Int32) -> Int? { value("VmHWM", of: process) }

    private static func value(_ name: String, of process: Int32) -> Int? {
        guard let bytes = try? InputFile.read("/proc/\(process)/status", limit: 64 << 10) else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line.flatMap { $0.split(whereSeparator: { " \t".contains($0) }).dropFirst().first }.flatMap { Int($0) }
    }
}

#endif
