#if Service

import CurlTransport
import DeviceProtocol
import Synchronization
import TestPostgreSQL
import TestSupport
import Testing
import Toopher

@testable import ToopherCommand

/// Whether these tests run: by themselves, since processes that share the processors with all other tests are too slow.
private let isSelected = TestPostgreSQL.isInstalled && Environment.value("TOOPHER_TEST_NODES") != nil

/// Several processes on one PostgreSQL server, with real crashes.
@Suite(
    "Nodes on one database",
    .enabled(if: isSelected, "script/test runs these by themselves, with TOOPHER_TEST_NODES set"),
    .timeLimit(.minutes(10)), .serialized)
struct NodesTests {
    /// A server of this test's own, a key file and a requester.
    private struct Setting: Sendable {
        let server = TestPostgreSQL()
        let folder = TestSupport.TemporaryFolder()
        let database: String
        let requester: (key: String, secret: String)

        var keyFile: String { folder.file("key") }

        init() async throws {
            database = server.createDatabase()
            let created = try await ToopherProcess.run(
                "requester", "create", "Site", "--database", database, "--key-file", folder.file("key"))
            let values = created.output.split(separator: "\n").map { String($0.drop { $0 != "=" }.dropFirst()) }
            try #require(values.count == 2, "\(created.error)")
            requester = (values[0], values[1])
        }
    }

    private func withNodes(
        _ count: Int, _ body: @escaping @Sendable (Setting, [NodeProcess], CurlTransport) async throws -> Void
    ) async throws {
        let setting = try await Setting()
        defer { setting.folder.remove() }
        let transport = try CurlTransport()
        try await NodeProcess.run(
            count: count, .init(database: setting.database, keyFile: setting.keyFile)
        ) { nodes in
            try await body(setting, nodes, transport)
        }
        await transport.close()
    }

    private final class Progress: Sendable {
        let done = Mutex<[String]>([])
        let isDisturbed = Mutex(false)
    }

    /// Completes approvals of several users at once, and `disturb`s them after `count` of them; returns the ids of all.
    private func approvals(
        _ clients: [NodeClient], atLeast count: Int, disturb: @escaping @Sendable () async throws -> Void
    ) async throws -> [String] {
        let progress = Progress()
        let (completions, completed) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients {
                group.addTask {
                    while true {
                        let before = progress.isDisturbed.withLock { $0 }
                        let id = try await client.approve()
                        progress.done.withLock { $0.append(id) }
                        completed.yield()
                        // One that began after the disturbance has gone well.
                        if before { return }
                    }
                }
            }
            group.addTask {
                var left = count
                for await _ in completions {
                    left -= 1
                    if left == 0 { break }
                }
                // Ended by the failure of a client.
                try Task.checkCancellation()
                try await disturb()
                progress.isDisturbed.withLock { $0 = true }
            }
            try await group.waitForAll()
        }
        return progress.done.withLock { $0 }
    }

    @Test("Who waits on one node hears of the decision on another, in both directions")
    func wakeUp() async throws {
        try await withNodes(2) { setting, nodes, transport in
            let client = try await NodeClient(nodes, setting.requester, user: "jdoe", transport)
            for round in 0..<20 {
                let (here, there) = (round % 2, (round + 1) % 2)
                // The phone waits before there is anything.
                async let shown = client.phones[here].pending(wait: 25)
                let request = try await client.apis[there].authenticate(
                    pairingID: client.pairingID, terminalName: "terminal")
                let pending = try #require(try await shown.first { $0.item.id == request.id })
                async let decision = client.apis[there].waitForDecision(on: request, timeout: .seconds(20))
                try await client.phones[here].send(.approve, on: pending)
                guard case .granted = try await decision else {
                    Issue.record("round \(round): not granted")
                    return
                }
            }
        }
    }

    @Test("When a node is killed under load, its clients go on with the other, and nothing acknowledged is lost")
    func killedNode() async throws {
        try await withNodes(2) { setting, nodes, transport in
            var clients: [NodeClient] = []
            for number in 0..<8 {
                clients.append(try await NodeClient(nodes, setting.requester, user: "user\(number)", transport))
            }
            let ids = try await approvals(clients, atLeast: 40) { try nodes[0].kill() }
            #expect(ids.count >= 48 && Set(ids).count == ids.count)
            for id in ids { #expect(try await clients[0].apis[1].fetchAuthenticationRequest(id: id).isGranted) }
        }
    }

    @Test("When the database server crashes under load and is started again, nothing acknowledged is lost")
    func crashedServer() async throws {
        try await withNodes(2) { setting, nodes, transport in
            var clients: [NodeClient] = []
            for number in 0..<4 {
                clients.append(try await NodeClient(nodes, setting.requester, user: "user\(number)", transport))
            }
            let ids = try await approvals(clients, atLeast: 20) {
                setting.server.crash()
                setting.server.restart()
            }
            #expect(ids.count >= 24 && Set(ids).count == ids.count)
            for id in ids { #expect(try await clients[0].apis[0].fetchAuthenticationRequest(id: id).isGranted) }
            // The nodes hear of each other again, and whoever waits meanwhile has looked.
            let client = clients[0]
            async let shown = client.phones[0].pending(wait: 25)
            let request = try await client.apis[1].authenticate(pairingID: client.pairingID, terminalName: "t")
            #expect(try await shown.contains { $0.item.id == request.id })
        }
    }

    @Test("While the database is away, requests get a 503 in time, and then work again")
    func databaseAway() async throws {
        try await withNodes(1) { setting, nodes, transport in
            let client = try await NodeClient(nodes, setting.requester, user: "jdoe", transport)
            setting.server.crash()
            do {
                _ = try await client.apis[0].authenticate(pairingID: client.pairingID, terminalName: "t")
                Issue.record("a request was answered without a database")
            } catch {
                #expect("\(error)".contains("503"), "\(error)")
            }
            setting.server.restart()
            _ = try await client.approve()
        }
    }
}

#endif
