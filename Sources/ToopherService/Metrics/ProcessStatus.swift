#if Service

internal import Glibc
internal import Platform

/// What the kernel says of this process.
struct ProcessStatus: Sendable {
    /// The bytes in memory; `nil` where the system has no `/proc`.
    var residentBytes: Int?
    /// The open file descriptors; `nil` where the system has no `/proc`.
    var descriptors: Int?
    /// The most file descriptors.
    var maximumDescriptors: Int
    /// The processor time of all threads, in seconds.
    var processorSeconds: Double

    /// Reads the status.
    static var current: ProcessStatus {
        var usage = rusage()
        _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        let (user, system) = (usage.ru_utime, usage.ru_stime)
        return ProcessStatus(
            residentBytes: residentBytes, descriptors: descriptorCount, maximumDescriptors: DescriptorLimit.current,
            processorSeconds: Double(user.tv_sec + system.tv_sec) + Double(user.tv_usec + system.tv_usec) / 1e6)
    }

    /// Adds the status to a text, under the names that Prometheus' own clients use.
    func write(started: Int64, to text: inout PrometheusText) {
        if let residentBytes {
            text.add(.gauge, "process_resident_memory_bytes", "Resident memory.", residentBytes)
        }
        if let descriptors { text.add(.gauge, "process_open_fds", "Open file descriptors.", descriptors) }
        text.add(.gauge, "process_max_fds", "The most file descriptors that may be open.", maximumDescriptors)
        text.add(.counter, "process_cpu_seconds_total", "Processor time.", processorSeconds)
        text.add(.gauge, "process_start_time_seconds", "When the service was started, in seconds since 1970.", started)
    }

    private static var residentBytes: Int? {
        let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        let fields = buffer[..<count].split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    private static var descriptorCount: Int? {
        guard let folder = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // Without the folder itself, its parent, and the descriptor that reads it.
        return max(0, count - 3)
    }
}

#endif
