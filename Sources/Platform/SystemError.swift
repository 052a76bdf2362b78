internal import Glibc

/// The error number of a failed system call.
package struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The error number, one of `errno`'s.
    package let code: Int32

    /// Creates the error of an error number.
    package init(code: Int32) { self.code = code }

    /// The error of the call that has just failed on this thread.
    package static var current: SystemError { SystemError(code: errno) }

    /// The system's text for the error number.
    package var description: String { unsafe String(cString: strerror(code)) }
}
