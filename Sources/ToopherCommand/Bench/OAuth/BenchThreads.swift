import Glibc
import Platform
import Synchronization

/// Threads outside of the cooperative pool, which a measurement must not share.
enum BenchThreads {
    /// The work of a thread and its result.
    private final class Job: Sendable {
        private let body: @Sendable () throws -> BenchMeter
        let result = Mutex<Result<BenchMeter, any Error>?>(nil)

        init(_ body: @escaping @Sendable () throws -> BenchMeter) {
            self.body = body
        }

        func run() {
            let outcome = Result { try body() }
            result.withLock { $0 = outcome }
        }
    }

    /// Runs `body` with the numbers from 0 on `count` concurrent threads; on the calling thread if `count` is 1.
    static func run(_ count: Int, _ body: @escaping @Sendable (Int) throws -> BenchMeter) throws -> [BenchMeter] {
        if count == 1 { return [try body(0)] }
        let jobs = (0..<count).map { number in Job { try body(number) } }
        let threads = try jobs.map { job in try startThread { job.run() } }
        for thread in threads { pthread_join(thread, nil) }
        return try jobs.map { job in
            guard let result = job.result.withLock({ $0 }) else { fatalError("a thread ended without a result") }
            return try result.get()
        }
    }
}
