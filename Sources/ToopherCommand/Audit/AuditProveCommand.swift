#if Service

import ArgumentParser
import AuditLog
import ToopherService

/// `toopher audit prove`: proves one decision.
struct AuditProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Print a proof of what was decided on an authentication request or pairing, as one line of JSON.",
        discussion: """
            It has the decision, the phone's signature and key, and the path to the newest head; audit verify --proof FILE \
            verifies it without the log.

            Example:
              toopher audit prove 4f0c8d5e-2b7a-4e61-9d3c-8a1f6b2e7c90 >proof.json
            """
    )

    @Argument(help: "The id of the authentication request or pairing.")
    var id: String

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try database.requireExisting()
        let progress = Progress("read")
        let proof = try await ToopherService.open(database.configuration()) { service in
            try await service.auditProof(of: id, progress: { progress.report($0, of: $1) })
        }
        progress.end()
        guard let proof else { throw CommandError("the log has no decision on \(id)") }
        print(String(decoding: proof.bytes, as: UTF8.self))
    }
}

#endif
