import Glibc

/// The number of requests by outcome.
struct Tally: CustomStringConvertible {
    enum Outcome: Sendable { case completed, failed, cancelled }

    private var counts: [Outcome: Int] = [:]

    var total: Int { counts.values.reduce(0, +) }
    /// Whether every outcome occurred.
    var isVaried: Bool { counts.count == 3 }
    var description: String {
        "\(total) requests, \(self[.completed]) completed, \(self[.failed]) failed, \(self[.cancelled]) cancelled"
    }

    mutating func add(_ outcome: Outcome) { counts[outcome, default: 0] += 1 }

    private subscript(_ outcome: Outcome) -> Int { counts[outcome, default: 0] }
}

/// The number of open file descriptors.
enum DescriptorCount {
    static var now: Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { fail("there is no /proc/self/fd") }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        return count - 3  // `.`, `..` and the descriptor of this folder.
    }
}

func fail(_ why: String) -> Never {
    let line = Array("stress: \(why)\n".utf8)
    unsafe write(STDERR_FILENO, line, line.count)
    exit(EXIT_FAILURE)
}
