#if Service

internal import Glibc
internal import Platform

/// A serial executor with a thread of its own.
///
/// The thread retains the executor until ``stop()``, so no job outlives it.
@safe final class SerialThread: SerialExecutor, @unchecked Sendable {
    // Sendable because `jobs` and `isStopping` are only used while `mutex` is locked.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wakeUp: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [UnownedJob] = []
    private var isStopping = false

    init() throws(DatabaseError) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe wakeUp = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe wakeUp.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(wakeUp, nil)
        try start()
    }

    deinit {
        unsafe pthread_cond_destroy(wakeUp)
        unsafe pthread_mutex_destroy(mutex)
        unsafe wakeUp.deallocate()
        unsafe mutex.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        unsafe pthread_mutex_lock(mutex)
        jobs.append(job)
        unsafe pthread_cond_signal(wakeUp)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Ends the thread once its queue is empty. Nothing may be enqueued afterwards.
    func stop() {
        unsafe pthread_mutex_lock(mutex)
        isStopping = true
        unsafe pthread_cond_signal(wakeUp)
        unsafe pthread_mutex_unlock(mutex)
    }

    private func start() throws(DatabaseError) {
        do throws(SystemError) {
            pthread_detach(try startThread { self.loop() })
        } catch {
            throw .threadUnavailable(reason: error.description)
        }
    }

    private func loop() {
        while let batch = waitForJobs() {
            for job in batch {
                unsafe job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    /// Waits for jobs and returns them; `nil` if the thread is to stop and no job is left.
    private func waitForJobs() -> [UnownedJob]? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while jobs.isEmpty && !isStopping {
            unsafe pthread_cond_wait(wakeUp, mutex)
        }
        if jobs.isEmpty { return nil }
        defer { jobs.removeAll() }
        return jobs
    }
}

#endif
