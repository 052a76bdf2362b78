import Synchronization

/// Runs asynchronous code to its end on the calling thread, which a server's script has for itself:
/// how soon it answers does not depend on what the other tests do.
///
/// The code must not wait for anything that happens elsewhere.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let executor = CallersThread()
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

private final class CallersThread: TaskExecutor {
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
