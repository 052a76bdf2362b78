/// The verification of a whole export, on as many threads as there are.
public enum LogVerification {
    /// How many signatures are verified together.
    private static let batchCount = 4096

    /// Verifies an export.
    ///
    /// - Parameters:
    ///   - kept: Heads that were kept elsewhere.
    ///   - threadCount: How many threads verify signatures.
    ///   - nextLine: Returns the next line without its line end; `nil` at the end.
    ///   - progress: Called now and then with the number of entries so far.
    /// - Throws: ``AuditLogError`` with the first entry that is wrong; what `nextLine` throws.
    public static func run(
        kept: [KeptHead], threadCount: Int, nextLine: () throws -> [UInt8]?, progress: (UInt64) -> Void = { _ in }
    ) async throws -> LogSummary {
        var verifier = LogVerifier(kept: kept)
        let result: Result<LogSummary, AuditLogError>
        do {
            while let line = try nextLine() {
                try verifier.read(line)
                guard verifier.checkCount >= batchCount else { continue }
                progress(verifier.entryCount)
                try await verify(verifier.takeChecks(), threadCount)
            }
            result = .success(try verifier.finish())
        } catch let error as AuditLogError {
            result = .failure(error)
        }
        // Of two errors the one of the earlier entry counts, and these were read before.
        try await verify(verifier.takeChecks(), threadCount)
        return try result.get()
    }

    private static func verify(_ checks: [SignatureCheck], _ threadCount: Int) async throws(AuditLogError) {
        let count = max(1, threadCount)
        let share = max(1, (checks.count + count - 1) / count)
        let failures = await withTaskGroup(of: (Int, AuditLogError?).self) { group in
            for start in stride(from: 0, to: checks.count, by: share) {
                let some = checks[start..<min(start + share, checks.count)]
                group.addTask { (start, SignatureCheck.firstFailure(in: some)) }
            }
            return await group.reduce(into: [(Int, AuditLogError?)]()) { $0.append($1) }
        }
        let first = failures.sorted { $0.0 < $1.0 }.lazy.compactMap(\.1).first
        if let first { throw first }
    }
}
