#if Service

import ArgumentParser
import AuditLog
import CryptoCore
import SystemPackage
import ToopherService

/// `toopher bench audit`: measures the log of decisions.
struct BenchAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Make a log of decisions, export and verify it, and print sizes and times.",
        discussion: """
            The decisions have valid signatures of as many made-up phones, and a head each 1,000. Without --database the database \
            is an SQLite file in a temporary folder. A database that is named must be empty, and keeps what the benchmark writes.

            Example:
              toopher bench audit --decisions 1000 --phones 100
            """)

    @Option(help: "The number of decisions.")
    var decisions = 10_000

    @Option(help: "The number of phones.")
    var phones = 1000

    @Option(help: "The number of decisions with one head.")
    var batch = 1000

    @Option(help: "An empty database: a file, or a postgresql:// URL.")
    var database: String?

    @Option(help: "The key file of the database, created if it is missing.")
    var keyFile: String?

    @Option(help: "Keep the export in this file.")
    var export: String?

    @Flag(help: "Print one JSON object, in place of text.")
    var json = false

    func validate() throws {
        guard (1...100_000_000).contains(decisions), (1...1_000_000).contains(phones), batch > 0 else {
            throw ValidationError("--decisions, --phones and --batch take numbers from 1")
        }
    }

    func run() async throws {
        let row = try await Progress.ofTime("measuring") { try await measure() }
        print(try json ? row.json() : row.text)
    }

    private func measure() async throws -> BenchAuditRow {
        let folder = try TemporaryFolder()
        let names = ["b.sqlite", "b.sqlite-wal", "b.sqlite-shm", "b.sqlite.lock", "b.key", "b.jsonl"]
        defer { folder.remove(files: names) }
        var options = DatabaseOptions()
        options.database = database ?? folder.path + "/b.sqlite"
        options.keyFile = keyFile ?? folder.path + "/b.key"
        let path = export ?? folder.path + "/b.jsonl"
        var row = BenchAuditRow(decisions: decisions, phones: phones)
        let file = options.isPostgreSQL ? nil : options.location
        try await ToopherService.open(options.configuration()) { service in
            let population = try await service.addBenchmarkPopulation(count: phones, keyCount: phones)
            let before = Self.size(file)
            row.makeSeconds = try await Self.seconds {
                try await service.addBenchmarkDecisions(count: decisions, batchCount: batch, of: population)
            }
            row.databaseBytes = (Self.size(file) - before) / decisions
            let output = try OutputFile(path)
            row.exportSeconds = try await Self.seconds {
                _ = try await service.exportAuditLog { try output.append($0) }
            }
            try output.finish()
        }
        row.exportBytes = Self.size(path) / decisions
        row.signatureSeconds = BenchHTTPRow.rounded(try Self.signatureSeconds() * Double(decisions))
        for threads in Set([1, ProcessorCount.current]).sorted() {
            let seconds = try await Self.seconds {
                let summary = try await AuditVerifyCommand.verify(path, kept: [], threadCount: threads)
                guard summary.decisionCount == decisions else { throw CommandError("the export lacks decisions") }
            }
            row.verifications.append(.init(threads: threads, seconds: seconds))
        }
        return row
    }

    /// Returns the size of a database's files, or of another file.
    private static func size(_ path: String?) -> Int {
        guard let path else { return 0 }
        return ["", "-wal"].reduce(0) { $0 + Int((try? FilePath(path + $1).stat().size) ?? 0) }
    }

    private static func seconds(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        return BenchHTTPRow.rounded(Double((ContinuousClock.now - start).inNanoseconds) / 1e9)
    }

    /// Returns how long OpenSSL verifies one signature, without anything around it.
    private static func signatureSeconds() throws -> Double {
        let (key, message) = (try P256.PrivateKey(), [UInt8](repeating: 65, count: 800))
        let signature = try key.signature(for: message)
        let (count, start) = (2000, ContinuousClock.now)
        for _ in 0..<count where !key.publicKey.isValidSignature(signature, for: message) {
            throw CryptoError.authenticationFailed
        }
        return Double((ContinuousClock.now - start).inNanoseconds) / 1e9 / Double(count)
    }
}

#endif
