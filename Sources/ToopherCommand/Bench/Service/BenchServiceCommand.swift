#if Service

import ArgumentParser
import CurlTransport
import ToopherService

/// `toopher bench service`: measures whole approvals.
struct BenchServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Run a service, and count the approvals that requesters and phones complete.",
        discussion: """
            An approval is four requests: the requester initiates it, the phone fetches it, the phone sends its signed \
            decision, the requester asks for the status. The service runs in processes of its own on 127.0.0.1; requesters \
            and phones run in this one, on the same processors.

            Without --database it is an SQLite file in a temporary folder. A database that is named must be empty, and keeps \
            what the benchmark writes.

            Example:
              toopher bench service --users 100 --seconds 1
            """)

    @Option(help: "An empty database: a file, or a postgresql:// URL.")
    var database: String?

    @Option(help: "The number of users with a paired phone.")
    var users = 1000

    @Option(help: "The number of approvals at once.")
    var concurrency = 32

    @Option(help: "How long approvals begin, in seconds.")
    var seconds = 5.0

    @Option(help: "The number of nodes.")
    var nodes = 1

    @Flag(help: "The requester waits for the decision in a held request.")
    var held = false

    @Option(help: "Also hold so many requests open at once, and measure the memory.")
    var waits = 0

    @Flag(help: "Print one JSON object, in place of text.")
    var json = false

    func validate() throws {
        guard (1...1024).contains(concurrency) else { throw ValidationError("--concurrency must be from 1 to 1024.") }
        guard users >= concurrency else { throw ValidationError("--users must be at least --concurrency.") }
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0, up to 3600.") }
        guard (1...16).contains(nodes) else { throw ValidationError("--nodes must be from 1 to 16.") }
        guard (0...100_000).contains(waits) else { throw ValidationError("--waits must be from 0 to 100000.") }
    }

    func run() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove(files: ["b.sqlite", "b.sqlite-wal", "b.sqlite-shm", "b.sqlite.lock", "b.key"]) }
        var options = DatabaseOptions()
        options.database = database ?? folder.path + "/b.sqlite"
        options.keyFile = folder.path + "/b.key"
        let population = try await Progress.ofTime("preparing") {
            try await ToopherService.open(options.configuration()) {
                try await $0.addBenchmarkPopulation(count: users, keyCount: min(users, max(waits, 10_000)))
            }
        }
        let arguments = ["--database", options.location, "--key-file", folder.path + "/b.key"]
        let row = try await BenchServiceNode.run(count: nodes, arguments: arguments) { nodes in
            try await Progress.ofTime("measuring") {
                try await measure(nodes, population, engine: options.isPostgreSQL ? "PostgreSQL" : "SQLite")
            }
        }
        print(try json ? row.json() : row.text)
        guard row.errors == 0 else { throw CommandError("there were errors") }
    }

    private func measure(
        _ nodes: [BenchServiceNode], _ population: BenchmarkPopulation, engine: String
    ) async throws -> BenchServiceRow {
        let idle = BenchServiceProcess.residentKibibytes(nodes[0].process) ?? 0
        let load = BenchServiceLoad(
            baseURLs: nodes.map(\.baseURL), population: population, concurrency: concurrency,
            duration: .seconds(seconds), isHeld: held)
        let start = ContinuousClock.now
        let tally = try await load.run()
        let elapsed = Double((ContinuousClock.now - start).inNanoseconds) / 1e9
        if let error = tally.firstError { StandardError.print("the first error: \(error)") }
        var row = BenchServiceRow(
            engine: engine, users: users, nodes: nodes.count, concurrency: concurrency, isHeld: held,
            seconds: BenchHTTPRow.rounded(elapsed), approvals: tally.cycles,
            approvalsPerSecond: Int(Double(tally.cycles) / elapsed), errors: tally.errors, steps: [:],
            startUpMilliseconds: BenchServiceRow.milliseconds(nodes[0].startUp.inNanoseconds), idleKibibytes: idle,
            peakKibibytes: nodes.reduce(0) { $0 + (BenchServiceProcess.peakKibibytes($1.process) ?? 0) })
        for (step, latencies) in tally.latencies {
            row.steps[step.rawValue] = .init(
                p50: BenchServiceRow.milliseconds(latencies.percentile(0.5)),
                p99: BenchServiceRow.milliseconds(latencies.percentile(0.99)))
        }
        if waits > 0 {
            let waiting = try await BenchServiceWaits(
                baseURL: nodes[0].baseURL, population: population, count: waits
            ).run(process: nodes[0].process)
            row.waits = waits
            row.waitingKibibytes = waiting.residentKibibytes
            row.errors += waiting.errors
        }
        return row
    }
}

#endif
