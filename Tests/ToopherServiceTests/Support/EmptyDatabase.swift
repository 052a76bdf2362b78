#if Service

import Glibc
import TestPostgreSQL

/// The database of a test that does not care which.
enum EmptyDatabase {
    /// The setting with which it is on PostgreSQL.
    static let setting = "TOOPHER_TEST_DATABASE"

    /// Returns a new one: in memory, unless the environment asks for PostgreSQL.
    static func make() -> String {
        guard let value = unsafe getenv(setting), unsafe String(cString: value) == "postgresql" else {
            return ":memory:"
        }
        guard let server = TestPostgreSQL.shared else { preconditionFailure(TestPostgreSQL.howToInstall) }
        return server.createDatabase()
    }
}

#endif
