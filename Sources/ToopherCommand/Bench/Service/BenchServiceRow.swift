#if Service

import FoundationEssentials

/// A measured row of approvals.
struct BenchServiceRow: Encodable, Sendable {
    struct Step: Encodable, Sendable {
        var p50: Double
        var p99: Double
    }

    var operation = "approvals"
    var engine: String
    var users: Int
    var nodes: Int
    var concurrency: Int
    var isHeld: Bool
    var seconds: Double
    var approvals: Int
    var approvalsPerSecond: Int
    var errors: Int
    /// In milliseconds.
    var steps: [String: Step]
    /// From the start of the process until it listened.
    var startUpMilliseconds: Double
    /// Before the load, of the first node.
    var idleKibibytes: Int
    /// At most, of all nodes.
    var peakKibibytes: Int
    /// In held requests that were open at once, of the first node.
    var waits: Int?
    var waitingKibibytes: Int?

    /// The row as one JSON object.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The row as text for people.
    var text: String {
        var lines = [
            """
            \(engine), \(users) users, nodes: \(nodes), \(concurrency) at once, \(seconds) s: \(approvalsPerSecond) \
            approvals/s, errors: \(errors)
            """
        ]
        for step in BenchServiceStep.allCases {
            guard let latency = steps[step.rawValue] else { continue }
            let name = step == .status && isHeld ? "decision to waiting requester" : step.rawValue
            lines.append("  \(name): p50 \(latency.p50) ms, p99 \(latency.p99) ms")
        }
        lines.append(
            "  start \(startUpMilliseconds) ms; memory: idle \(idleKibibytes >> 10) MiB, at most \(peakKibibytes >> 10) MiB"
        )
        if let waits, let waitingKibibytes {
            lines.append("  \(waits) open waits: \(waitingKibibytes >> 10) MiB")
        }
        return lines.joined(separator: "\n")
    }

    /// Returns milliseconds with two decimals.
    static func milliseconds(_ nanoseconds: Int) -> Double { (Double(nanoseconds) / 10_000).rounded() / 100 }
}

#endif
