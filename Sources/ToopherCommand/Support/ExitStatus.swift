import ArgumentParser
import HTTPExchange
import OAuth1Client
import Toopher

/// What the program's exit status says to scripts: the table in `docs/command-line.md`.
///
/// `64` for wrong usage is that of the parser of arguments; it and the others above it are those of `sysexits.h`.
enum ExitStatus {
    /// An error that none of the others describes: a file, a setting, a database.
    static let failure = ExitCode.failure
    /// The authentication request or the pairing was denied; the signature, the postback or the log is not valid.
    static let denied = ExitCode(2)
    /// There was no decision in time, or nothing to decide.
    static let timedOut = ExitCode(3)
    /// A service or another server cannot be reached, or cannot do it now. The same call may succeed later.
    static let unavailable = ExitCode(69)
    /// A service or another server refuses the request. It refuses the same request again.
    static let refused = ExitCode(77)

    /// Returns the status of an HTTP response that is an error.
    static func of(httpStatus: Int) -> ExitCode {
        httpStatus >= 500 || httpStatus == 408 || httpStatus == 429 ? unavailable : refused
    }

    /// Returns the status with which an error ends the program.
    static func of(_ error: any Error) -> ExitCode {
        switch error {
        case let error as CommandError: error.status
        case let error as ToopherError: of(error)
        case let error as TransportError: of(ToopherError.transport(error))
        case let error as AuthorizationError: of(error)
        default: failure
        }
    }

    private static func of(_ error: ToopherError) -> ExitCode {
        if error.isTransient { return unavailable }
        return error.refusal == nil ? failure : refused
    }

    private static func of(_ error: AuthorizationError) -> ExitCode {
        switch error {
        case .denied: denied
        case .refused(let status, _): of(httpStatus: status)
        case .transport(let error): of(error)
        default: failure
        }
    }
}
