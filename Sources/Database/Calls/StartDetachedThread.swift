#if Service

internal import Glibc
internal import Platform

/// Starts a thread that nobody waits for.
func startDetachedThread(_ body: sending @escaping () -> Void) throws(SystemError) {
    pthread_detach(try startThread(body))
}

#endif
