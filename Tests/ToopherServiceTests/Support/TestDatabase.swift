#if Service

import Glibc
import Logging
import TestPostgreSQL

@testable import ToopherService

/// The database of a test that names none: in memory, or with TOOPHER_TEST_DATABASE=postgresql on a server of the tests.
enum TestDatabase {
    /// The server of this run; `nil` if its tests are about SQLite.
    private static let server: TestPostgreSQL? = {
        guard let text = unsafe getenv("TOOPHER_TEST_DATABASE"), unsafe String(cString: text) == "postgresql" else {
            return nil
        }
        guard let server = TestPostgreSQL.shared else { fatalError(TestPostgreSQL.howToInstall) }
        return server
    }()

    /// Whether this run is about PostgreSQL.
    static var isPostgreSQL: Bool { server != nil }

    /// Returns a new, empty database.
    static func make() -> String { server?.createDatabase() ?? ":memory:" }

    /// Returns the settings of a service on a database, or on a new one.
    static func configuration(_ database: String? = nil, logger: Logger) -> ServiceConfiguration {
        var configuration = ServiceConfiguration(database: database ?? make(), logger: logger)
        // Removed with the server's folder.
        if database == nil, let server { configuration.keyFile = server.folder + "/test.key" }
        return configuration
    }
}

#endif
