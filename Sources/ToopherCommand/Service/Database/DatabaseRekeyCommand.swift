#if Service

import ArgumentParser
import ToopherService

/// `toopher database rekey`: seals the secrets with a new key.
struct DatabaseRekeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey",
        abstract: "Encrypt the secrets in the database with another key.",
        discussion: """
            Stop the service first, on every node. The new key file is created if it is missing. Afterwards start the \
            service with the new file, and keep the old one as long as you keep backups that were made with it.
            """
    )

    @OptionGroup var database: DatabaseOptions

    @Option(help: "The file of the new key.")
    var newKeyFile: String

    func run() async throws {
        try database.requireExisting()
        let service = try await ToopherService(configuration: database.configuration())
        let count: Result<Int, ServiceError>
        do throws(ServiceError) {
            count = .success(try await service.rekey(keyFile: newKeyFile))
        } catch {
            count = .failure(error)
        }
        await service.close()
        print("secrets encrypted with the new key: \(try count.get()); start the service with --key-file \(newKeyFile)")
    }
}

#endif
