#if Service

import CryptoCore
import OAuth1
import Synchronization
import Testing

@testable import ToopherService

@Suite("The directory of requesters")
struct RequesterDirectoryTests {
    /// The requesters that a test has stored, a clock, and how often the directory has read them.
    final class Source: Sendable {
        let keys = Mutex<[String]>([])
        let readings = Mutex(0)
        private let start = ContinuousClock.now
        private let elapsed = Mutex(Duration.zero)

        func now() -> ContinuousClock.Instant { start + elapsed.withLock { $0 } }

        func advance(_ duration: Duration) { elapsed.withLock { $0 += duration } }

        func load(_ known: [String: Requester]) throws -> [Requester] {
            readings.withLock { $0 += 1 }
            return try keys.withLock { $0 }.map { key in
                let secret = SecretBytes(utf8: "secret of " + key)
                return Requester(
                    id: "id of " + key, name: key, consumerKey: key,
                    secrets: [
                        RequesterSecret(
                            id: "secret of " + key, sealed: key, secret: secret,
                            credentials: try Credentials(consumerKey: key, consumerSecret: secret))
                    ])
            }
        }
    }

    private let source = Source()
    private let directory: RequesterDirectory

    init() {
        directory = RequesterDirectory { [source] in source.now() }
    }

    private func name(_ key: String) async throws -> String? {
        try await directory.requester(consumerKey: key) { [source] in try source.load($0) }?.name
    }

    @Test("What is known is not read again, by key or by id")
    func known() async throws {
        source.keys.withLock { $0 = ["a", "b"] }
        for _ in 0..<3 {
            #expect(try await name("a") == "a")
            #expect(try await name("b") == "b")
            let byID = try await directory.requester(id: "id of b") { [source] in try source.load($0) }
            #expect(byID?.consumerKey == "b")
        }
        #expect(source.readings.withLock { $0 } == 1)
    }

    @Test("Unknown keys read the database a few times a second at most")
    func unknown() async throws {
        for _ in 0..<100 { #expect(try await name("stranger") == nil) }
        #expect(source.readings.withLock { $0 } == 1)
        source.keys.withLock { $0 = ["stranger"] }
        source.advance(.milliseconds(99))
        #expect(try await name("stranger") == nil)
        source.advance(.milliseconds(1))
        #expect(try await name("stranger") == "stranger")
        #expect(source.readings.withLock { $0 } == 2)
    }

    @Test("What this process has added or removed is read at once")
    func changed() async throws {
        #expect(try await name("a") == nil)
        source.keys.withLock { $0 = ["a"] }
        directory.removeAll()
        #expect(try await name("a") == "a")
        source.keys.withLock { $0 = [] }
        #expect(try await name("a") == "a")
        directory.removeAll()
        #expect(try await name("a") == nil)
    }

    @Test("A reading that began before a change is repeated")
    func staleReading() async throws {
        let found = try await directory.requester(consumerKey: "a") { [source, directory] known in
            let entries = try source.load(known)
            if source.readings.withLock({ $0 }) == 1 {
                source.keys.withLock { $0 = ["a"] }
                directory.removeAll()
            }
            return entries
        }
        #expect(found?.name == "a")
        #expect(source.readings.withLock { $0 } == 2)
    }

    @Test("After a reading that failed, the next one does not wait")
    func failed() async throws {
        source.keys.withLock { $0 = ["a"] }
        await #expect(throws: ServiceError.self) {
            try await directory.requester(consumerKey: "a") { _ in throw ServiceError.serverFailed(reason: "test") }
        }
        #expect(try await name("a") == "a")
    }

    @Test("Callers at the same time share a reading")
    func shared() async throws {
        source.keys.withLock { $0 = ["a"] }
        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try await name("a") } }
            for try await name in group { #expect(name == "a") }
        }
        #expect(source.readings.withLock { $0 } == 1)
    }
}

#endif
