#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The resources that this process has used.
enum BenchUsage {
    /// The peak of resident memory, in KiB.
    static var peakKibibytes: Int {
        #if canImport(Darwin)
        usage.ru_maxrss >> 10  // In bytes there.
        #else
        usage.ru_maxrss
        #endif
    }

    /// The processor time of all threads in user and kernel mode, in nanoseconds.
    static var processorNanoseconds: Int { nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime) }

    private static var usage: rusage {
        var usage = rusage()
        #if canImport(Glibc)
        unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        #else
        unsafe getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }

    private static func nanoseconds(_ time: timeval) -> Int {
        Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_usec) * 1000
    }
}
