#if Service

import Database
import Testing

@testable import ToopherService

@Suite("Connections to PostgreSQL", .enabled(if: TestDatabase.isPostgreSQL)) struct DatabaseConnectionTests {
    @Test("A service has as many as its settings permit", arguments: [1, 3])
    func bounded(_ count: Int) async throws {
        try await Harness.run(configure: { $0.databaseConnections = count }) { harness in
            let database = harness.service.core.store.database
            let processes = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<60 {
                    group.addTask { try await database.query("SELECT pg_backend_pid() AS p")[0].integer("p") }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect((1...count).contains(processes.count))
        }
    }
}

#endif
