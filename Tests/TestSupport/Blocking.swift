internal import Synchronization

/// Runs asynchronous code on the calling thread until it ends, and returns its result.
///
/// The code must not wait for another thread. It does not wait for the cooperative pool, however busy other tests keep
/// it, and a fuzzer sees one thread with one order.
package func blocking<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let executor = CallingThreadExecutor()
    let result = Box<Value>()
    Task(executorPreference: executor) {
        let value = await body()
        result.value.withLock { $0 = value }
    }
    executor.drain()
    guard let value = result.value.withLock({ $0 }) else { fatalError("the code waits for another thread") }
    return value
}

private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

private final class CallingThreadExecutor: TaskExecutor {
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
