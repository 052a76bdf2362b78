/// A `CURLM`: a set of transfers that progress together, and their connection pool.
///
/// Used on one thread at a time; only ``waker`` may be called from any other.
@safe final class MultiHandle {
    let handle: UnsafeMutableRawPointer
    private var isCleanedUp = false

    /// Creates an object that owns what `curl_multi_init` returned.
    init(owning handle: UnsafeMutableRawPointer) {
        unsafe self.handle = unsafe handle
    }

    deinit { cleanUp() }

    /// Closes all connections and frees the handle. To be called after the last transfer was removed.
    func cleanUp() {
        guard !isCleanedUp else { return }
        isCleanedUp = true
        freeHandle()
    }
}
