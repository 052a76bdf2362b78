#if Service

import ArgumentParser
import ToopherService

/// The requester that a command is about.
struct RequesterArgument: ParsableArguments {
    @Argument(help: "The id or the consumer key of the requester.")
    var requester: String

    @OptionGroup var database: DatabaseOptions

    /// Changes the state of the requester.
    func set(_ state: RequesterState) async throws {
        try await database.open { try await $0.setState(state, of: requester) }
        noteDelay()
    }

    /// Says when a service that runs knows of a change: on SQLite another process does not tell it.
    func noteDelay() {
        guard !database.isPostgreSQL else { return }
        StandardError.print("a service that runs on \(database.location) knows of this within 30 seconds")
    }
}

#endif
