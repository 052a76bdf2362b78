#if Service

import CurlTransport
import DeviceProtocol
import Synchronization
import Testing
import Toopher

@testable import ToopherCommand

/// How often a service is killed at a random moment.
private let kills = Environment.value("TOOPHER_TEST_CRASHES").flatMap { Int($0) } ?? 0
/// What is preloaded into a service to have it end at a step; see `Tests/Crash`.
private let steps = Environment.value("TOOPHER_TEST_CRASH_STEPS")

@Suite(
    "A service that is killed", .enabled(if: kills > 0, "script/crash runs these"), .serialized,
    .timeLimit(.minutes(60)))
struct CrashTests {
    @Test(
        "At random moments under load: nothing acknowledged is lost, nothing is decided twice, and the log is whole",
        arguments: CrashWorld.Engine.installed)
    func randomMoments(_ engine: CrashWorld.Engine) async throws {
        let world = try await CrashWorld(engine)
        var clients = try await world.generation { node, transport in
            var clients: [CrashClient] = []
            for number in 0..<4 {
                clients.append(
                    try await CrashClient(node.baseURL, world.requester, user: "user\(number)", transport))
            }
            try node.kill()
            return clients
        }
        var known: CrashJournal.Entries?
        for _ in 1...kills {
            let (before, last) = (known, clients)
            known = world.journal.all
            clients = try await world.generation { node, transport in
                let clients = try last.map { try $0.with(transport, node.baseURL, world.requester) }
                try await world.check(clients[0], besides: before)
                await load(clients, world.journal, killing: node, after: Int.random(in: 0..<400))
                return clients
            }
        }
        let last = clients
        let before = known
        try await world.generation { node, transport in
            let client = try last[0].with(transport, node.baseURL, world.requester)
            try await world.check(client, besides: before)
            try node.kill()
        }
        try await world.checkLog()
        #expect(world.journal.all.answered.count >= kills, "there was too little load to prove anything")
    }

    /// Has clients begin and answer requests until the service is killed.
    ///
    /// - Parameter delay: The time until then, in milliseconds.
    private func load(
        _ clients: [CrashClient], _ journal: CrashJournal, killing node: NodeProcess, after delay: Int
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, client) in clients.enumerated() {
                group.addTask {
                    var codes: [String] = []
                    // Ends with the service.
                    for number in 0... {
                        do {
                            let id = try await client.begin(journal)
                            if index == 1, number % 2 == 0 {
                                if codes.isEmpty {
                                    codes = try await client.api.users.activateNextBackupCodes(name: client.user)
                                }
                                try await client.use(codes.removeLast(), on: id, journal)
                            } else {
                                let shown = try await client.shown(id)
                                try await client.answer(number % 3 == 2 ? .deny : .approve, shown, journal)
                            }
                        } catch {
                            return
                        }
                    }
                }
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(delay))
                try? node.kill()
            }
        }
    }

    /// What a service does when it is killed.
    enum Operation: String, CaseIterable, Sendable { case beginning, decision, password }

    @Test(
        "At each step of a request: it counts whole or not at all, and goes well when it is sent again",
        .enabled(if: steps != nil), arguments: CrashWorld.Engine.installed, Operation.allCases)
    func eachStep(_ engine: CrashWorld.Engine, _ operation: Operation) async throws {
        let world = try await CrashWorld(engine)
        var client = try await world.generation { node, transport in
            let client = try await CrashClient(node.baseURL, world.requester, user: "jdoe", transport)
            try node.kill()
            return client
        }
        var step = 0
        var known: CrashJournal.Entries?
        while true {
            step += 1
            try #require(step < 200, "the steps do not end")
            let (before, last, step) = (known, client, step)
            known = world.journal.all
            let isComplete: Bool
            (client, isComplete) = try await world.generation(
                environment: world.crashing(with: steps ?? "", at: step)
            ) { node, transport in
                let client = try last.with(transport, node.baseURL, world.requester)
                try await world.check(client, besides: before)
                let isComplete = try await perform(operation, until: step, client, world)
                try? node.kill()
                return (client, isComplete)
            }
            if isComplete { break }
        }
        #expect(step > 3, "the service was not killed at any step")
        let (before, last) = (known, client)
        try await world.generation { node, transport in
            let client = try last.with(transport, node.baseURL, world.requester)
            try await world.check(client, besides: before)
            // What was begun last goes well.
            let id = try await client.begin(world.journal)
            try await client.answer(.approve, client.shown(id), world.journal)
            try node.kill()
        }
        try await world.checkLog()
    }

    /// Has the service do something, and end at a step of it; returns whether it came to an end before.
    private func perform(
        _ operation: Operation, until step: Int, _ client: CrashClient, _ world: CrashWorld
    ) async throws -> Bool {
        let journal = world.journal
        func isDone(_ body: () async throws -> Void) async throws -> Bool {
            world.countSteps(until: step)
            do {
                try await body()
                return true
            } catch {
                return false
            }
        }
        // What was not acknowledged is answered, again or at last. Unanswered requests would delay those that follow.
        for shown in try await client.phone.pending() { try await client.answer(.approve, shown, journal) }
        switch operation {
        case .beginning:
            return try await isDone { _ = try await client.begin(journal) }
        case .decision:
            let id = try await client.begin(journal)
            let shown = try await client.shown(id)
            return try await isDone { try await client.answer(.approve, shown, journal) }
        case .password:
            let codes = try await client.api.users.activateNextBackupCodes(name: client.user)
            let id = try await client.begin(journal)
            return try await isDone { try await client.use(codes[0], on: id, journal) }
        }
    }
}

#endif
