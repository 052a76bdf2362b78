#if Service

import ArgumentParser
import SystemPackage
import ToopherService

/// `toopher audit export`: writes the log.
struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the log as lines of JSON, for audit verify and for other programs.",
        discussion: """
            Whatever the size of the log, some entries are read at a time, and a service may run meanwhile. A file gets its name \
            when it is complete.

            Example:
              toopher audit export log.jsonl
            """
    )

    @Argument(help: "The file, which must not exist; - for standard output.")
    var file = "-"

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try database.requireExisting()
        let output = try OutputFile(file)
        let progress = Progress("exported")
        do {
            let count = try await ToopherService.open(database.configuration()) { service in
                try await service.exportAuditLog(progress: { progress.report($0, of: $1) }) { try output.append($0) }
            }
            progress.end()
            try output.finish()
            if file != "-" { print("entries: \(count)") }
        } catch {
            progress.end()
            output.discard()
            throw error
        }
    }
}

#endif
