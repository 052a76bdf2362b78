#if Service

import ArgumentParser
import ToopherService

/// What of the database a list has, and how it is written.
struct ListOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only of this requester, by id or consumer key.", valueName: "requester"))
    var requester: String?

    @Option(help: ArgumentHelp("Only of this user, by id or name.", valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp("Only of this phone, by id.", valueName: "id"))
    var device: String?

    @Flag(help: "Also what has ended.")
    var all = false

    @Flag(help: "Write a JSON object a line.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    var filter: AdministrationFilter {
        var filter = AdministrationFilter()
        (filter.requester, filter.user, filter.device) = (requester, user, device)
        filter.includesEnded = all
        return filter
    }

    /// Writes a list, page by page.
    func write<Item: Sendable, Row: ListedRow>(
        _ row: (Item) -> Row,
        _ page: (ToopherService, String) async throws -> [Item]
    ) async throws {
        try await database.open { service in
            var last = ""
            while true {
                let items = try await page(service, last)
                for row in items.map(row) {
                    print(try row.line(asJSON: json))
                    last = row.id
                }
                guard items.count == ToopherService.administrationPageSize else { break }
            }
            flushStandardOutput()
        }
    }
}

#endif
