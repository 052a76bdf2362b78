#if Service

/// Why a text is not a command that the service can run.
@nonexhaustive public enum HookCommandError: Error, Sendable, Hashable {
    /// There is no program. Name one.
    case empty
    /// A quote or a backslash at the end has nothing to match. Complete it.
    case unterminated
    /// The program is not named by its absolute path. Name it so: the service does not search for it.
    case notAbsolute(program: String)
    /// There is no such program, or this process may not run it. Correct the path or its permissions.
    case notExecutable(program: String)
}

extension HookCommandError: CustomStringConvertible {
    /// One line for standard error.
    public var description: String {
        switch self {
        case .empty: "there is no program"
        case .unterminated: "a quote or a backslash has no end"
        case .notAbsolute(let program): "\(program) is not an absolute path"
        case .notExecutable(let program): "\(program) cannot be run"
        }
    }
}

#endif
