#if Service

internal import AuditLog
internal import Synchronization

/// What this node has given its place in the log, by type, and the decisions among it. The nodes together have everything once.
final class EntryMetrics: Sendable {
    /// What has decided what, and how.
    private struct Decision: Hashable {
        var subject: String
        var by: String
        var outcome: String
    }

    private struct State {
        var types: [String: UInt64] = [:]
        var decisions: [Decision: UInt64] = [:]
    }

    private let state = Mutex(State())

    /// Counts entries that were sealed. Their types and outcomes are words of this program.
    func count(_ entries: [AuditBatch.Pending]) {
        let found = entries.compactMap { AuditEntry(bytes: Array($0.entry.utf8)) }
        state.withLock { state in
            for entry in found {
                state.types[entry.type, default: 0] += 1
                guard let (subject, by) = Self.decider(entry.type), let outcome = entry.text("outcome") else {
                    continue
                }
                state.decisions[Decision(subject: subject, by: by, outcome: outcome), default: 0] += 1
            }
        }
    }

    /// How many authentication requests were granted and denied, by whatever. Those that nobody has answered are neither.
    var requestOutcomes: (granted: UInt64, denied: UInt64) {
        let decisions = state.withLock { $0.decisions }
        var (granted, denied): (UInt64, UInt64) = (0, 0)
        for (decision, count) in decisions where decision.subject == "request" && decision.by != "nobody" {
            let state = AuthenticationRequest.State(rawValue: decision.outcome)
            if state?.isGranted == true { granted += count } else { denied += count }
        }
        return (granted, denied)
    }

    /// Adds what was counted to a text.
    func write(to text: inout PrometheusText) {
        let (types, decisions) = state.withLock { ($0.types, $0.decisions) }
        text.begin(
            "toopher_decisions_total", .counter,
            "Authentication requests and pairings that have ended, by what decided and how, once the log has them.")
        for (decision, count) in decisions.sorted(by: { Self.order($0.key) < Self.order($1.key) }) {
            text.add(
                "toopher_decisions_total",
                [("subject", decision.subject), ("by", decision.by), ("outcome", decision.outcome)], count)
        }
        text.begin(
            "toopher_log_sealed_entries_total", .counter, "Entries that this node has given their place in the log.")
        for (type, count) in types.sorted(by: { $0.key < $1.key }) {
            text.add("toopher_log_sealed_entries_total", [("type", type)], count)
        }
    }

    private static func order(_ decision: Decision) -> (String, String, String) {
        (decision.subject, decision.by, decision.outcome)
    }

    private static func decider(_ type: String) -> (subject: String, by: String)? {
        switch type {
        case EntryType.requestDecided: ("request", "phone")
        case EntryType.requestAutomated: ("request", "automation")
        case EntryType.requestPassword: ("request", "password")
        case EntryType.requestEnded: ("request", "nobody")
        case EntryType.pairingDecided: ("pairing", "phone")
        case EntryType.pairingConfirmed: ("pairing", "other_phone")
        default: nil
        }
    }
}

#endif
