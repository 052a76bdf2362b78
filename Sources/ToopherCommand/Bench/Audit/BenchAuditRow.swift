#if Service

import FoundationEssentials

/// What `toopher bench audit` has measured.
struct BenchAuditRow: Encodable, Sendable {
    /// How long a verification took.
    struct Verification: Encodable, Sendable {
        var threads: Int
        var seconds: Double
    }

    var operation = "audit"
    var decisions: Int
    var phones: Int
    var makeSeconds = 0.0
    var exportSeconds = 0.0
    var verifications: [Verification] = []
    /// What OpenSSL alone takes for the signatures, on one thread.
    var signatureSeconds = 0.0
    /// Bytes of the database for a decision, with what the phone signed; 0 where they cannot be measured.
    var databaseBytes = 0
    /// Bytes of the export for a decision.
    var exportBytes = 0

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
            "\(decisions) decisions of \(phones) phones: made in \(makeSeconds) s, exported in \(exportSeconds) s",
            "  bytes for a decision: \(databaseBytes) in the database, \(exportBytes) in the export",
        ]
        for verification in verifications {
            lines.append("  verified in \(verification.seconds) s, threads: \(verification.threads)")
        }
        lines.append("  of which the signatures alone, on one thread: \(signatureSeconds) s")
        return lines.joined(separator: "\n")
    }
}

#endif
