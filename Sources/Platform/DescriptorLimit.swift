internal import Glibc

/// How many file descriptors the process may have open at once.
package enum DescriptorLimit {
    /// The soft limit, which is the one that holds; `Int.max` if there is none.
    package static var current: Int { read().map { number($0.rlim_cur) } ?? 1024 }

    /// Raises the soft limit to the hard one, or to `maximum` if that is lower. A limit that is higher stays.
    ///
    /// Not further: tables are sized by it, and some programs close every descriptor below it before they start another.
    package static func raise(atMost maximum: Int = 1 << 20) {
        guard var limit = read() else { return }
        let wanted = min(limit.rlim_max, rlim_t(maximum))
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func read() -> rlimit? {
        var limit = rlimit()
        return unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }

    private static func number(_ limit: rlim_t) -> Int { Int(clamping: limit) }
}
