package import Glibc

/// Starts a thread of its own for `body`. Returns nil if the system has none to give.
///
/// The thread blocks SIGPIPE: OpenSSL writes to sockets without MSG_NOSIGNAL.
package func startThread(_ body: sending @escaping () -> Void) -> pthread_t? {
    var thread = pthread_t()
    let start = unsafe Unmanaged.passRetained(ThreadBody(body))
    let code = unsafe pthread_create(
        &thread, nil,
        { context in
            guard let context = unsafe context else { return nil }
            blockBrokenPipeSignal()
            unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
            return nil
        },
        start.toOpaque())
    guard code == 0 else {
        unsafe start.release()
        return nil
    }
    return thread
}

private final class ThreadBody {
    let body: () -> Void
    init(_ body: sending @escaping () -> Void) { self.body = body }
}

private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
}
