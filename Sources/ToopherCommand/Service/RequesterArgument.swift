#if Service

import ArgumentParser
import ToopherService

/// The requester that a command is about.
struct RequesterArgument: ParsableArguments {
    @Argument(help: "The id or the consumer key of the requester.")
    var requester: String

    @OptionGroup var database: DatabaseOptions

    /// Calls `body` with a service on the database.
    func open<Result>(_ body: (ToopherService) async throws -> Result) async throws -> Result {
        try database.requireExisting()
        return try await ToopherService.open(database.configuration(), body)
    }

    /// Changes the state of the requester.
    func set(_ state: RequesterState) async throws {
        try await open { try await $0.setState(state, of: requester) }
    }
}

#endif
