#if Service

import TestSupport
import Testing

@testable import Database

@Suite("Waiting calls") struct QueueTests {
    /// Options with which one call holds up all others.
    var narrow: DatabaseOptions {
        var options = DatabaseOptions()
        options.connectionCount = 1
        options.readerCount = 1
        // A call that expires would never be counted as waiting. The test of expiry sets its own time.
        options.queueTimeout = .seconds(600)
        return options
    }

    @Test("More calls than may wait are refused at once", arguments: TestEngine.all)
    func overloaded(_ engine: TestEngine) async throws {
        var options = narrow
        options.maximumWaitingCount = 3
        try await engine.withDatabase(migrations: testSchema, options: options) { database in
            let gate = Gate()
            try await withThrowingTaskGroup { group in
                group.addTask { try await database.write { _ throws(DatabaseError) in gate.pass() } }
                await gate.arrival()
                for number in 0..<3 { group.addTask { try await database.add("\(number)") } }
                await database.waitForWaiting(3)
                await #expect(throws: DatabaseError.overloaded(reason: "3 calls are waiting")) {
                    try await database.add("too many")
                }
                gate.open()
                try await group.waitForAll()
            }
            #expect(try await database.texts == ["0", "1", "2"])
            #expect(database.statistics.waiting == 0)
        }
    }

    @Test("A call that has waited too long fails, and does nothing", arguments: TestEngine.all)
    func expired(_ engine: TestEngine) async throws {
        var options = narrow
        options.queueTimeout = .milliseconds(30)
        try await engine.withDatabase(migrations: testSchema, options: options) { database in
            let gate = Gate()
            async let held: Void = holding(database, gate)
            await gate.arrival()
            let error = await #expect(throws: DatabaseError.self) { try await database.add("late") }
            #expect(error?.isUnavailability == true)
            #expect(error.map { "\($0)".contains("waited") } == true)
            gate.open()
            try await held
            #expect(try await database.texts == [])
            try await database.add("in time")
        }
    }

    /// Holds the only connection. On a busy machine this call may itself wait too long, and is sent again.
    private func holding(_ database: Database, _ gate: Gate) async throws(DatabaseError) {
        while true {
            do throws(DatabaseError) {
                return try await database.write { _ throws(DatabaseError) in gate.pass() }
            } catch let error where error.isUnavailability {
                continue
            }
        }
    }

    @Test("A cancelled task gives up its turn", arguments: TestEngine.all)
    func cancelled(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema, options: narrow) { database in
            let gate = Gate()
            async let held: Void = database.write { _ throws(DatabaseError) in gate.pass() }
            await gate.arrival()
            let waiting = Task {
                await failure { () throws(DatabaseError) in try await database.add("cancelled") }
            }
            await database.waitForWaiting(1)
            waiting.cancel()
            #expect(await waiting.value == .cancelled)
            let early = Task {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return await failure { () throws(DatabaseError) in try await database.add("cancelled before") }
            }
            #expect(await early.value == .cancelled)
            gate.open()
            try await held
            #expect(try await database.texts == [])
        }
    }

    @Test("Closing waits for the calls that are queued, and refuses others", arguments: TestEngine.all)
    func closing(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema, options: narrow) { database in
            let gate = Gate()
            async let held: Void = database.write { _ throws(DatabaseError) in gate.pass() }
            await gate.arrival()
            async let queued: Void = database.add("queued")
            await database.waitForWaiting(1)
            async let closed: Void = database.close()
            gate.open()
            try await held
            try await queued
            await closed
            await #expect(throws: DatabaseError.closed) { try await database.add("late") }
            await database.close()
        }
    }

    @Test("Databases that are not closed end when they are not used any more", arguments: TestEngine.all)
    func lifetime(_ engine: TestEngine) async throws {
        try await engine.withLocation { location in
            for _ in 0..<30 {
                let database = try Database(location)
                _ = try await database.query("SELECT 1")
            }
        }
    }
}

/// Returns the error of a call; `nil` if it succeeds.
private func failure(_ body: () async throws(DatabaseError) -> Void) async -> DatabaseError? {
    do throws(DatabaseError) {
        try await body()
        return nil
    } catch {
        return error
    }
}

#endif
