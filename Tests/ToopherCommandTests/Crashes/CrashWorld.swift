#if Service

import CurlTransport
import DeviceProtocol
import Synchronization
import TestPostgreSQL
import TestSupport
import Testing
import Toopher

@testable import ToopherCommand

/// A database, and one service after another on it, each of which is killed.
final class CrashWorld: Sendable {
    enum Engine: String, Sendable, CaseIterable {
        case sqlite = "SQLite"
        case postgresql = "PostgreSQL"

        /// Those that are installed.
        static var installed: [Engine] { TestPostgreSQL.isInstalled ? allCases : [.sqlite] }
    }

    let journal = CrashJournal()
    let requester: (key: String, secret: String)
    private let server: TestPostgreSQL?
    private let folder = TestSupport.TemporaryFolder()
    private let database: String
    /// The same for all processes: what phones sign has the URL.
    private let port = Mutex(0)

    init(_ engine: Engine) async throws {
        let server = engine == .postgresql ? TestPostgreSQL() : nil
        let database = server?.createDatabase() ?? folder.file("t.sqlite")
        (self.server, self.database) = (server, database)
        let created = try await ToopherProcess.run(
            "requester", "create", "Site", "--database", database, "--key-file", folder.file("key"))
        let values = created.output.split(separator: "\n").map { String($0.drop { $0 != "=" }.dropFirst()) }
        try #require(values.count == 2, "\(created.error)")
        requester = (values[0], values[1])
    }

    /// Runs a service that `body` kills.
    func generation<Result: Sendable>(
        environment: [String: String] = [:],
        _ body: @escaping @Sendable (NodeProcess, CurlTransport) async throws -> Result
    ) async throws -> Result {
        let transport = try CurlTransport()
        let options = NodeProcess.Options(
            database: database, keyFile: folder.file("key"), port: port.withLock { $0 }, environment: environment)
        let result = try await NodeProcess.run(options) { nodes in
            let digits = nodes[0].baseURL.split(separator: ":").last?.prefix { $0.isNumber }
            self.port.withLock { $0 = digits.flatMap { Int($0) } ?? 0 }
            return try await body(nodes[0], transport)
        }
        await transport.close()
        return result
    }

    /// Returns the environment of a service that ends at a step.
    ///
    /// - Parameter library: What is preloaded: `Tests/Crash`.
    func crashing(with library: String, at step: Int) -> [String: String] {
        ["LD_PRELOAD": library, "CRASH_STEP": String(step), "CRASH_FILE": folder.file("steps\(step)")]
    }

    /// Has the service that ends at a step count its steps from now on.
    func countSteps(until step: Int) { folder.write("steps\(step)", []) }

    /// Checks that nothing that was acknowledged is lost, and that what was not counts whole or not at all.
    ///
    /// - Parameter known: What an earlier check has seen.
    func check(_ client: CrashClient, besides known: CrashJournal.Entries?) async throws {
        let entries = journal.all
        for id in entries.begun.subtracting(known?.begun ?? []) {
            let request = try await client.api.fetchAuthenticationRequest(id: id)
            if let answer = entries.answered[id] {
                #expect(!request.isPending && request.isGranted == (answer == .approve), "\(id) was acknowledged")
            } else if !request.isPending, request.isGranted {
                #expect(entries.sent[id] == .approve, "\(id) was granted by nobody")
            }
        }
        for password in entries.usedPasswords.dropFirst(known?.usedPasswords.count ?? 0) {
            let id = try await client.begin(journal)
            await #expect(throws: (any Error).self, "a password that was accepted was accepted again") {
                let decided = try await client.api.grantWithOTP(password, requestID: id)
                guard decided.isGranted else { throw CrashClient.NotShown() }
            }
        }
    }

    /// Checks the log: it is whole, has every acknowledged decision, and none twice.
    func checkLog() async throws {
        let (file, options) = (folder.file("log"), ["--database", database, "--key-file", folder.file("key")])
        let exported = try await ToopherProcess.run(["audit", "export", file] + options)
        try #require(exported.status == 0, "\(exported.error)")
        let verified = try await ToopherProcess.run(["audit", "verify", file])
        #expect(verified.status == 0, "\(verified.output) \(verified.error)")
        var outcomes: [String: [String]] = [:]
        for line in folder.read("log").split(separator: UInt8(ascii: "\n")) {
            guard let entry = JSONValue(parsing: Array(line))?["entry"], let id = entry["request"]?.stringValue,
                let type = entry["type"]?.stringValue, type == "request_decided" || type == "request_password"
            else { continue }
            outcomes[id, default: []].append(entry["outcome"]?.stringValue ?? "")
        }
        let entries = journal.all
        #expect(outcomes.count >= entries.answered.count)
        for (id, outcomes) in outcomes {
            let decisions = outcomes.filter { $0 == "granted" || $0 == "denied" }
            #expect(decisions.count <= 1, "\(id) was decided more than once")
            guard let decision = decisions.first else { continue }
            #expect(decision == (entries.sent[id] == .approve ? "granted" : "denied"), "\(id)")
        }
        for id in entries.answered.keys { #expect(outcomes[id] != nil, "the log lacks \(id)") }
    }
}

#endif
