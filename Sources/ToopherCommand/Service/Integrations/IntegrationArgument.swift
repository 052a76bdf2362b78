#if Service

import ArgumentParser
import ToopherService

/// The integration that a command is about.
struct IntegrationArgument: ParsableArguments {
    @Argument(help: "The integration key.")
    var integration: String

    @OptionGroup var database: DatabaseOptions

    /// Calls `body` with a service on the database.
    func open<Result>(_ body: (ToopherService) async throws -> Result) async throws -> Result {
        try database.requireExisting()
        return try await ToopherService.open(database.configuration(), body)
    }
}

#endif
