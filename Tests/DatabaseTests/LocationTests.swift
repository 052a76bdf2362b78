#if Service

import Database
import Testing

@Suite("Where a database is")
struct LocationTests {
    @Test(
        "What was meant for a server is not taken for a file, and not repeated",
        arguments: [
            "POSTGRESQL://u:secret@h/x", "mysql://u:secret@h/x", " postgresql://u:secret@h/x", "postgresql:toopher",
            "postgresql+psycopg://u:secret@h/x", "jdbc:postgresql://h/x?password=secret", "sqlite:x",
            "host=127.0.0.1 password=secret dbname=x", "file:x.sqlite?mode=ro", " ", "", "x\u{1B}[2J", "a\nb", "x ",
            ":memory",
        ])
    func refused(_ text: String) throws {
        let error = #expect(throws: DatabaseError.self) { try DatabaseLocation(text) }
        let message = try #require(error?.description)
        #expect(!message.contains("secret") && message.contains("postgresql://"))
    }

    @Test(
        "Any other text is a path",
        arguments: ["x", "x.sqlite", "/a/b c/x=y.sqlite", "./host=x", "./mysql://h", "../x", "ä.sqlite", "/"])
    func paths(_ text: String) throws {
        let location = try DatabaseLocation(text)
        #expect(location.description == text && !location.isPostgreSQL)
    }
}

#endif
