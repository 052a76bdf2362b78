import Glibc

/// How many requests ended in which way.
struct Tally: CustomStringConvertible {
    enum Outcome: Sendable { case answered, failed, cancelled }

    private var counts: [Outcome: Int] = [:]

    var total: Int { counts.values.reduce(0, +) }
    /// Whether there was some of everything.
    var isVaried: Bool { counts.count == 3 }
    var description: String {
        "\(total) requests, \(self[.answered]) answered, \(self[.failed]) failed, \(self[.cancelled]) cancelled"
    }

    mutating func add(_ outcome: Outcome) { counts[outcome, default: 0] += 1 }

    private subscript(_ outcome: Outcome) -> Int { counts[outcome, default: 0] }
}

/// The descriptors that this process has open.
enum DescriptorCount {
    static var now: Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { fail("there is no /proc/self/fd") }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        return count - 3  // Two names for folders, and this folder itself.
    }
}

func fail(_ why: String) -> Never {
    let line = Array("stress: \(why)\n".utf8)
    unsafe write(STDERR_FILENO, line, line.count)
    exit(EXIT_FAILURE)
}
