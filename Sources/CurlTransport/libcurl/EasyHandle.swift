internal import HTTPExchange
internal import Platform

/// A `CURL`: one transfer at a time, reusable after ``reset()``. Used on the agent's thread.
///
/// Owns whatever libcurl keeps a pointer to during a transfer: header list, error text, receiver, upload, certificates.
@safe final class EasyHandle {
    let handle: UnsafeMutableRawPointer
    let errorText: UnsafeMutablePointer<CChar>
    var headers: HeaderList?
    var receiver: ResponseReceiver?
    var upload: Upload?
    var wipedBytes: [WipedBytes] = []
    var reuseCheck: ConnectionReuseCheck?
    private var endpoints: ConnectionReuseCheck.Endpoints?
    /// Whether the transfer was stopped, before anything was sent, because the pooled connection that it was given must
    /// not be reused.
    private(set) var mustUseNewConnection = false

    /// Creates an object that owns `handle`.
    ///
    /// - Parameters:
    ///   - handle: What `curl_easy_init` returned.
    ///   - errorSize: `CURL_ERROR_SIZE`.
    init(owning handle: UnsafeMutableRawPointer, errorSize: Int) {
        unsafe self.handle = unsafe handle
        unsafe errorText = .allocate(capacity: errorSize)
        unsafe errorText.initialize(repeating: 0, count: errorSize)
    }

    deinit {
        cleanUp()
        unsafe errorText.deallocate()
    }

    /// Whether a connection was ready, so that the request may have been sent.
    var wasConnected: Bool { receiver?.wasConnected == true }

    /// The reason why the request body could not be sent.
    var uploadFailure: TransportError? { upload?.failure }

    /// Releases the transfer. Connections and caches belong to the multi handle and are kept.
    func reset() {
        resetOptions()
        headers = nil
        unsafe errorText[0] = 0
        receiver = nil
        upload = nil
        wipedBytes.removeAll()
        reuseCheck = nil
        endpoints = nil
        mustUseNewConnection = false
    }

    /// Decides about the connection that libcurl chose, just before the request is sent. Returns `false` if the transfer
    /// must stop.
    func mayUseConnection(_ makeEndpoints: () -> ConnectionReuseCheck.Endpoints) -> Bool {
        guard receiver?.connectionReady() == true else { return false }
        guard !CurlLibrary.checksReusedConnections, let reuseCheck else { return true }
        let endpoints = makeEndpoints()
        self.endpoints = endpoints
        mustUseNewConnection = reuseCheck.isUnusable(endpoints, isReused: isReusedConnection)
        return !mustUseNewConnection
    }

    /// Records the connection for the check of its reuse. To be called after a response.
    func recordConnection() {
        guard let endpoints, isHTTP1 else { return }
        reuseCheck?.record(endpoints) { connectedSocket }
    }
}
