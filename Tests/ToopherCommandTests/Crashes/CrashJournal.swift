#if Service

import DeviceProtocol
import Synchronization

/// What was sent, and what the service has acknowledged and so must never lose.
final class CrashJournal: Sendable {
    struct Entries: Sendable {
        /// The requests whose beginning was acknowledged.
        var begun: Set<String> = []
        /// What was answered, by request, whether or not it was acknowledged.
        var sent: [String: DeviceProtocol.Decision] = [:]
        /// What was answered and acknowledged.
        var answered: [String: DeviceProtocol.Decision] = [:]
        /// The one-time passwords that were accepted.
        var usedPasswords: [String] = []
    }

    private let entries = Mutex(Entries())

    /// Notes something.
    func change(_ body: (inout Entries) -> Void) { entries.withLock { body(&$0) } }

    /// What was noted so far.
    var all: Entries { entries.withLock { $0 } }
}

#endif
