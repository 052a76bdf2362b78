internal import Glibc

/// The environment of the process.
enum ProcessEnvironment {
    /// Returns the value of a variable; `nil` if it is not set or empty.
    static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name), unsafe value[0] != 0 else { return nil }
        return unsafe String(cString: value)
    }
}
