package import Glibc

/// Starts a thread that runs `body`. The caller joins or detaches it.
///
/// The thread blocks SIGPIPE: OpenSSL writes to sockets without MSG_NOSIGNAL.
///
/// - Throws: ``SystemError`` if the system cannot start a thread.
package func startThread(_ body: sending @escaping () -> Void) throws(SystemError) -> pthread_t {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(ThreadBody(body))
    let code = unsafe pthread_create(
        &thread, nil,
        { context in
            guard let context = unsafe context else { return nil }
            blockBrokenPipeSignal()
            unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
            return nil
        },
        context.toOpaque())
    guard code == 0 else {
        unsafe context.release()
        throw SystemError(code: code)
    }
    return thread
}

private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
}

private final class ThreadBody {
    let body: () -> Void

    init(_ body: sending @escaping () -> Void) { self.body = body }
}
