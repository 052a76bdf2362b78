#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The name of this program in its usage text.
let name = "async-http-client-transport"

/// Returns the value of an environment variable; `nil` if it is empty or not set.
func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
}

/// Ends the process.
func exit(_ status: Int32) -> Never {
    fflush(stdout)
    _exit(status)
}
