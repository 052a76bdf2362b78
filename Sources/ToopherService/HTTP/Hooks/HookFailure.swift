#if Service

/// Why a command has not sent a message, without anything of the message.
enum HookFailure: Error, Sendable, Hashable, CustomStringConvertible {
    case notStarted(reason: String)
    case status(Int32)
    case signal(Int32)
    case deadline

    var description: String {
        switch self {
        case .notStarted(let reason): "it could not be started: \(reason)"
        case .status(let code): "it ended with status \(code)"
        case .signal(let number): "signal \(number) has ended it"
        case .deadline: "it was ended at its deadline"
        }
    }
}

#endif
