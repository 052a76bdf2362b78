/// A `CURLM`: a set of transfers that progress together, and their connection pool.
///
/// Used on one thread. It tells a poller what to wait for, and is told what is ready.
@safe final class MultiHandle {
    let handle: UnsafeMutableRawPointer
    private let poller: SocketPoller
    private var isCleanedUp = false

    /// Creates an object that owns what `curl_multi_init` returned, and keeps the poller that it refers to.
    init(owning handle: UnsafeMutableRawPointer, poller: SocketPoller) {
        unsafe self.handle = unsafe handle
        self.poller = poller
    }

    deinit { cleanUp() }

    /// Closes all connections and frees the handle. To be called after the last transfer was removed.
    func cleanUp() {
        guard !isCleanedUp else { return }
        isCleanedUp = true
        freeHandle()
    }
}
