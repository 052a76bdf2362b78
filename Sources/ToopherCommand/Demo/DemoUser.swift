#if Service

import DeviceProtocol

/// The user who decides on the phone.
enum DemoUser {
    /// The person at the terminal.
    case atTerminal
    /// Approves everything.
    case approving
    /// Approves the pairing, and then denies.
    case denying

    /// Returns a decision.
    func decide(on pending: PendingDecision, _ narrator: Narrator) -> DeviceProtocol.Decision {
        narrator.say("The phone shows: \(pending.text)")
        switch self {
        case .approving: return .approve
        case .denying: return pending.kind == .pairing ? .approve : .deny
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
