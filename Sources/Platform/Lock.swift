// The thread sanitizer does not know `Synchronization.Mutex`, which parks threads with system calls of its own, and
// reports false races. Builds for it define TOOPHER_PTHREAD_LOCKS.
#if TOOPHER_PTHREAD_LOCKS

internal import Glibc

/// A value behind a lock that the thread sanitizer knows.
@safe package final class Lock<Value>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// Creates a lock that protects `value`.
    package init(_ value: consuming sending Value) {
        self.value = value
        unsafe lock = .allocate(capacity: 1)
        unsafe pthread_mutex_init(lock, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(lock)
        unsafe lock.deallocate()
    }

    /// Calls `body` with the value while no other thread has it.
    package func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return try body(&value)
    }
}

#else

public import Synchronization

// Public, because Swift 6.3 inlines methods of a generic type across modules only if the type is public.

/// A value that is accessible only behind a lock.
///
/// Inlinable, because an unspecialised generic call costs more than the lock.
@frozen public struct Lock<Value>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<Value>

    /// Creates a lock that protects `value`.
    @inlinable package init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Calls `body` with the value while no other thread has it.
    @inlinable package func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock(body)
    }
}

#endif
