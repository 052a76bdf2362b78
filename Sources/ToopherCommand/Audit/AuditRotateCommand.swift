#if Service

import ArgumentParser
import AuditLog
import ToopherService

/// `toopher audit rotate`: makes another key.
struct AuditRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Have another key sign the log from now on, and print its id.",
        discussion: """
            For a key file that somebody else may have read. The log says that the service made the key; heads that were signed \
            before stay valid.

            Example:
              toopher audit rotate
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let key = try await database.open { try await $0.rotateAuditKey() }
        print(key.id)
    }
}

#endif
