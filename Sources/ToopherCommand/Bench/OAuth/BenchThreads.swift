import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Threads outside of the cooperative pool, which a measurement must not share.
enum BenchThreads {
    /// The work of a thread and its result.
    private final class Job: Sendable {
        let body: @Sendable () throws -> BenchMeter
        let result = Mutex<Result<BenchMeter, any Error>?>(nil)

        init(_ body: @escaping @Sendable () throws -> BenchMeter) {
            self.body = body
        }
    }

    /// A thread could not be started.
    struct Unavailable: Error {}

    /// Runs `body` on `count` concurrent threads; on the calling thread if `count` is 1.
    static func run(_ count: Int, _ body: @escaping @Sendable () throws -> BenchMeter) throws -> [BenchMeter] {
        if count == 1 { return [try body()] }
        let jobs = (0..<count).map { _ in Job(body) }
        var threads: [pthread_t] = []
        for job in jobs {
            #if canImport(Darwin)
            var thread: pthread_t?
            #else
            var thread = pthread_t()
            #endif
            let argument = unsafe Unmanaged.passRetained(job).toOpaque()
            let status = unsafe pthread_create(
                &thread, nil,
                { argument in
                    #if canImport(Darwin)
                    let job = unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
                    #else
                    guard let argument = unsafe argument else { return nil }
                    let job = unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
                    #endif
                    let result = Result { try job.body() }
                    job.result.withLock { $0 = result }
                    return nil
                }, argument)
            guard status == 0 else {
                unsafe Unmanaged<Job>.fromOpaque(argument).release()
                throw Unavailable()
            }
            #if canImport(Darwin)
            if let thread = unsafe thread { unsafe threads.append(thread) }
            #else
            threads.append(thread)
            #endif
        }
        for thread in threads {
            #if canImport(Darwin)
            unsafe pthread_join(thread, nil)
            #else
            pthread_join(thread, nil)
            #endif
        }
        return try jobs.map { job in
            guard let result = job.result.withLock({ $0 }) else { throw Unavailable() }
            return try result.get()
        }
    }
}
