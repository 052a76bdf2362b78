#if Service

import DeviceProtocol

/// Who answers on the phone.
enum DemoUser {
    /// Whoever sits at the terminal.
    case atTerminal
    /// Says yes to everything.
    case approving
    /// Pairs, and then says no.
    case denying

    /// Answers one question.
    func decide(_ question: PendingDecision, _ narrator: Narrator) -> DeviceProtocol.Decision {
        narrator.say("The phone shows: \(question.text)")
        switch self {
        case .approving: return .approve
        case .denying: return question.kind == .pairing ? .approve : .deny
        case .atTerminal: return Self.askAtTerminal()
        }
    }

    private static func askAtTerminal() -> DeviceProtocol.Decision {
        while true {
            print("   You are the phone. Approve? [y/n] ", terminator: "")
            flushStandardOutput()
            switch readLine()?.lowercased() {
            case "y", "yes": return .approve
            case "n", "no", nil: return .deny
            default: continue
            }
        }
    }
}

#endif
