#if Service

import ArgumentParser
import ToopherService

/// `toopher admin link`: prints a link to the operator's desk.
struct AdminLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Print a link that opens the operator's desk in a browser: once, within ten minutes.",
        discussion: """
            The desk listens where serve was told with --admin-port, on 127.0.0.1. From another machine, forward the port: \
            ssh -L 8043:127.0.0.1:8043 …

            Example:
              toopher admin link
            """)

    @Option(help: "The port of the desk, as the browser reaches it.")
    var port: Int = 8043

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...65535).contains(port) else { throw ValidationError("--port takes 1 to 65535") }
    }

    func run() async throws {
        let path = try await database.open { try await $0.makeAdminLink() }
        print("http://127.0.0.1:\(port)\(path)")
    }
}

#endif
