#if Service

internal import Synchronization

/// A limit that a request, a connection or a message has met.
enum Limit: Int, Sendable, CaseIterable {
    case registrations, offers, phrases, userPhrases, userInvitations, texts, mails
    case waits, connections, addressConnections, pushMessages, hookMessages

    /// Its name among the metrics.
    var label: String {
        switch self {
        case .registrations: "registrations"
        case .offers: "offers"
        case .phrases: "phrases"
        case .userPhrases: "user_phrases"
        case .userInvitations: "user_invitations"
        case .texts: "texts"
        case .mails: "mails"
        case .waits: "waits"
        case .connections: "connections"
        case .addressConnections: "address_connections"
        case .pushMessages: "push_messages"
        case .hookMessages: "hook_messages"
        }
    }
}

/// How often each limit was met.
final class LimitCounters: Sendable {
    private let counts = InlineArray<12, Atomic<UInt64>> { _ in Atomic(0) }

    /// Counts that a limit was met.
    func count(_ limit: Limit) { counts[limit.rawValue].add(1, ordering: .relaxed) }

    /// Returns how often a limit was met.
    func value(_ limit: Limit) -> UInt64 { counts[limit.rawValue].load(ordering: .relaxed) }
}

#endif
