import Glibc
import Platform
import Testing

@Suite("Threads")
struct ThreadTests {
    @Test("A started thread runs its body once, with SIGPIPE blocked")
    func start() throws {
        let isBlocked = Lock<[Bool]>([])
        let caller = UInt(pthread_self())
        let thread = try startThread {
            var signals = sigset_t()
            unsafe pthread_sigmask(SIG_BLOCK, nil, &signals)
            let isMember = unsafe sigismember(&signals, SIGPIPE) == 1
            isBlocked.withLock { $0.append(isMember && UInt(pthread_self()) != caller) }
        }
        #expect(pthread_join(thread, nil) == 0)
        #expect(isBlocked.withLock { $0 } == [true])
    }

    @Test("A lock lets one thread at a time change its value")
    func lock() throws {
        let counter = Counter()
        let threads = try (0..<4).map { _ in try startThread { for _ in 0..<10_000 { counter.increment() } } }
        for thread in threads { pthread_join(thread, nil) }
        #expect(counter.count.withLock { $0 } == 40_000)
    }

    @Test("An error of the system has its text")
    func systemError() {
        #expect(SystemError(code: EAGAIN).description == "Resource temporarily unavailable")
        let descriptor = unsafe open("/nonexistent/file", O_RDONLY)
        let error = SystemError.current
        #expect(descriptor == -1 && error == SystemError(code: ENOENT))
    }
}

private final class Counter: Sendable {
    let count = Lock(0)

    func increment() { count.withLock { $0 += 1 } }
}
