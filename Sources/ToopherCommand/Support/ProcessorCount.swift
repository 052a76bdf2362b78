import Glibc

/// The processors of this machine.
enum ProcessorCount {
    /// How many threads run at once.
    static var current: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
