#if Service

import ArgumentParser
import ToopherService

/// `toopher requester list`: lists the requesters.
struct RequesterListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the requesters: id, consumer key, state and name, without secrets.")

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try database.requireExisting()
        let requesters = try await ToopherService.open(database.configuration()) { try await $0.requesters() }
        for requester in requesters {
            print("\(requester.id)\t\(requester.consumerKey)\t\(requester.state.rawValue)\t\(requester.name)")
        }
    }
}

#endif
