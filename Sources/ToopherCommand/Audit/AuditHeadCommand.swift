#if Service

import ArgumentParser
import AuditLog
import ToopherService

/// `toopher audit head`: prints what to keep elsewhere.
struct AuditHeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head",
        abstract: "Print the newest head of the log as one line of JSON: size, root, time, key and signature.",
        discussion: """
            Append the line to a file on another machine. audit verify --head FILE compares the log with all lines of such a \
            file.

            Example:
              toopher audit head >>heads.jsonl
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let head = try await database.open { try await $0.auditHead() }
        guard let head else { throw CommandError("the log has no entries yet") }
        print(String(decoding: head.line, as: UTF8.self))
    }
}

#endif
