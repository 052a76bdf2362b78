import ArgumentParser

/// `toopher audit`: what was decided, provably.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Export, verify and prove the log of everything that was decided.",
        discussion: """
            Keep what head prints where those who can write the database cannot, for example by cron on another machine: it \
            shows later that nothing was changed or taken out before.

            Exit status of verify: 0 the log is what it claims to be, 2 it is not, 1 it cannot be read.

            Example:
              toopher audit head >>heads.jsonl
              toopher audit export log.jsonl
              toopher audit verify log.jsonl --head heads.jsonl
            """,
        subcommands: subcommands
    )

    private static var subcommands: [any ParsableCommand.Type] {
        var all: [any ParsableCommand.Type] = []
        #if Service
        all += [
            AuditHeadCommand.self, AuditExportCommand.self, AuditProveCommand.self, AuditRotateCommand.self,
        ]
        #endif
        return all + [AuditVerifyCommand.self]
    }
}
