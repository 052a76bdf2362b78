/// The memory of this process.
enum ProcessMemory {
    /// The resident bytes; `nil` where the system has no `/proc`.
    static var resident: Int? {
        guard let text = try? InputFile.read("/proc/self/statm", limit: 4096) else { return nil }
        let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * 4096 } : nil
    }
}
