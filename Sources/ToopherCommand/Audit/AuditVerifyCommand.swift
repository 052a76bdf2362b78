import ArgumentParser
import AuditLog
import MerkleLog
import Platform
import SystemPackage

/// `toopher audit verify`: verifies an export or a proof.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify an export of the log, or a proof, without the database.",
        discussion: """
            Verifies the hash of each entry, the tree over them, the signatures of the heads, and those of the phones. Names the \
            first entry that was changed, dropped, moved or invented. With a head that was kept also a log that was cut, written \
            anew, or replaced by an older backup.

            Exit status: 0 valid, 2 not valid, 1 the file cannot be read.

            With --json, an object: valid; error if it is not valid. Of a log: entries, heads, decisions (signed by phones), \
            phones, kept_entries (which a kept head proves), and size, root, time and key of the newest head unless there are \
            no entries. Of a proof: decision (the entry's text), entry (its index), signed_by_phone, and size, root and key \
            of the head.

            Example:
              toopher audit verify log.jsonl --head heads.jsonl
            """
    )

    @Argument(help: "The export; - for standard input.")
    var file: String?

    @Option(help: "A proof as audit prove prints it, in place of an export; - for standard input.")
    var proof: String?

    @Option(help: "A file with heads that were kept, a line each as audit head prints them.")
    var head: String?

    @Flag(help: "Print one JSON object, in place of text.")
    var json = false

    @Option(help: "How many threads verify signatures. (default: as many as there are processors)")
    var threads: Int?

    func validate() throws {
        guard (file == nil) != (proof == nil) else { throw ValidationError("give an export, or --proof FILE") }
        guard (1...256).contains(threads ?? 1) else { throw ValidationError("--threads takes 1 to 256") }
    }

    func run() async throws {
        let kept = try head.map { try KeptHeads.read($0) } ?? []
        do {
            if let proof { try verify(proof: proof, kept) } else { try await verify(file ?? "-", kept) }
        } catch let error as AuditLogError {
            if case .cryptography = error { throw CommandError(error.description) }
            print(json ? try JSONLine.of(AuditRefusal(error: "\(error)")) : "not valid: \(error)")
            throw ExitStatus.denied
        }
    }

    private func verify(_ path: String, _ kept: [KeptHead]) async throws {
        let progress = Progress("verified")
        defer { progress.end() }
        let summary = try await Self.verify(path, kept: kept, threadCount: threads ?? ProcessorCount.current) {
            progress.report($0, of: nil)
        }
        progress.end()
        if json { return print(try JSONLine.of(AuditLogReport(summary))) }
        print(summary.text)
        if kept.isEmpty { print("without a head that was kept (--head) an end that was cut does not show") }
    }

    /// Verifies an export.
    ///
    /// - Throws: `AuditLogError`, ``CommandError``.
    static func verify(
        _ path: String, kept: [KeptHead], threadCount: Int, progress: (UInt64) -> Void = { _ in }
    ) async throws -> LogSummary {
        let file = try InputFile.open(path)
        defer { try? file.close() }
        var lines = LineReader(file, limit: LogLine.maximumBytes)
        return try await LogVerification.run(
            kept: kept, threadCount: threadCount,
            nextLine: {
                switch try lines.next(beforeWaiting: {}) {
                case .text(let line)?: line
                // Which no line of an export is.
                case .tooLong?: []
                case nil: nil
                }
            }, progress: progress)
    }

    private func verify(proof path: String, _ kept: [KeptHead]) throws {
        let file = try InputFile.open(path)
        defer { try? file.close() }
        let bytes = try StandardInput.read(file, limit: DecisionProof.maximumBytes + 1)
        let line = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first.map(Array.init) ?? []
        guard let proof = DecisionProof(bytes: line) else {
            throw CommandError("\(path) is not a proof as toopher audit prove prints it")
        }
        try proof.verify(kept: kept)
        if json { return print(try JSONLine.of(AuditProofReport(proof))) }
        print(proof.text)
        if kept.isEmpty {
            print("this is what that key has signed: with a head that was kept (--head) also that it is the log's key")
        }
    }
}

extension LogSummary {
    /// What was found, in lines for people.
    fileprivate var text: String {
        guard let head = head?.head else { return "valid: the log has no entries" }
        return """
            valid: \(entryCount) entries, \(headCount) heads
            decisions signed by phones: \(decisionCount), of \(deviceCount) phones
            newest head: \(head.root.text) of \(head.size) entries, at \(head.time), key \(head.keyID)
            entries that a kept head proves: \(keptSize)
            """
    }
}

extension DecisionProof {
    /// What is proven, in lines for people.
    fileprivate var text: String {
        let (entry, head) = (decision.entry, self.head.head.head)
        return """
            valid: \(String(decoding: entry.bytes, as: UTF8.self))
            entry \(decision.proof.leafIndex) of \(head.size), under the head \(head.root.text), key \(head.keyID)
            \(device == nil ? "no phone has decided this" : "signed by the phone that was registered with this key")
            """
    }
}
