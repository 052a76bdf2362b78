import Synchronization

/// Runs asynchronous code on the calling thread, so that a server's script does not wait for a thread of the pool.
///
/// The code must not wait for another thread.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let executor = CallingThread()
    let result = Result<Value>()
    Task(executorPreference: executor) {
        let value = await body()
        result.value.withLock { $0 = value }
    }
    executor.drain()
    guard let value = result.value.withLock({ $0 }) else { fatalError("the code waits for another thread") }
    return value
}

private final class Result<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

private final class CallingThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    func drain() {
        while let job = jobs.withLock({ $0.popLast() }) {
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
