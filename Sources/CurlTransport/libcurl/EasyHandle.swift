internal import HTTPExchange
internal import Platform

/// A `CURL`: one transfer at a time, reusable after ``reset()``. Used on the agent's thread.
///
/// Owns whatever libcurl keeps a pointer to during a transfer: header list, error text, receiver, upload, certificates.
@safe final class EasyHandle {
    let handle: UnsafeMutableRawPointer
    let errorText: UnsafeMutablePointer<CChar>
    var transfer: Transfer?
    var headers: HeaderList?
    var cachedAddresses: HeaderList?
    var receiver: ResponseReceiver?
    var upload: Upload?
    var wipedBytes: [WipedBytes] = []
    var destinationGuard: DestinationGuard?
    var pool: PooledConnections?
    var events: TransferEvents?
    /// The reason why the transfer was stopped before the request was sent, or sent again.
    var failure: TransportError?
    /// How far the response reaches, if it began before the request body had been sent.
    var extent: ResponseExtent?
    /// When the last bytes of a response arrived whose end libcurl may never report.
    var lastReceipt: ContinuousClock.Instant?
    var isReceivingPaused = false
    var trace = HTTP2Trace()
    private var endpoints: PooledConnections.Endpoints?
    private(set) var connection: PooledConnection?
    private var usedReusedConnection = false
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

    /// Whether a connection was ready, so that the request may have been sent. Unknown before libcurl 7.80.
    var mayHaveSent: Bool { receiver?.wasConnected == true || !CurlLibrary.announcesRequests }

    /// The reason why the request body could not be sent.
    var uploadFailure: TransportError? { upload?.failure }

    /// Releases the transfer, which libcurl has ended or never begun. Connections and caches belong to the multi handle and
    /// are kept.
    func reset() {
        releaseConnection()
        resetOptions()
        transfer = nil
        headers = nil
        cachedAddresses = nil
        unsafe errorText[0] = 0
        receiver = nil
        upload = nil
        wipedBytes.removeAll()
        destinationGuard = nil
        pool = nil
        events = nil
        failure = nil
        extent = nil
        lastReceipt = nil
        isReceivingPaused = false
        trace = HTTP2Trace()
        connection = nil
        usedReusedConnection = false
        mustUseNewConnection = false
    }

    /// Decides about the connection that libcurl chose, just before the request is sent. Returns `false` if the transfer
    /// must stop.
    func mayUseConnection(_ endpoints: PooledConnections.Endpoints) -> Bool {
        let isReused = isReusedConnection
        guard receiver?.wasConnected == false else { return refuseToRepeat() }
        if transfer?.connection.tls != nil, !isReused, lacksSubjectAltName {
            failure = .tlsFailed("the certificate has no subjectAltName for a server")
            forbidReuse()
            return false
        }
        guard let pool else { return false }
        self.endpoints = endpoints
        let (connection, isUsable) = pool.use(endpoints, isReused: isReused)
        self.connection = connection
        guard isUsable else {
            mustUseNewConnection = true
            forbidReuse()
            return false
        }
        usedReusedConnection = isReused
        if mayUseHTTP2(connection, isReused: isReused) { startTrace() }
        return receiver?.connectionReady() == true
    }

    /// Whether the server said with GOAWAY that it did not process the request.
    var isAboveLastStream: Bool {
        guard let stream = trace.stream, let last = connection?.lastStream, receiver?.isHeadComplete == false else {
            return false
        }
        return stream > last
    }

    /// Notes that libcurl has ended the transfer, so that its connection is idle or closed.
    func releaseConnection() {
        guard let endpoints = endpoints.take() else { return }
        pool?.release(endpoints, isHTTP1: isHTTP1) { connectedSocket }
    }

    private func mayUseHTTP2(_ connection: PooledConnection, isReused: Bool) -> Bool {
        guard let settings = transfer?.connection, settings.tls != nil, settings.version == .negotiated else {
            return false
        }
        return !isReused || connection.socket == nil || !connection.isHTTP1
    }

    /// libcurl sends a request again by itself in three cases. A stream that the server refused is one, after which it
    /// leaves no error text, and so is a reused connection that is lost before the response; a server that requires HTTP/1.1
    /// is the third. The caller has to decide: only in the first case it is certain that the server did not act, and that
    /// this is the case is certain on a new connection alone, or if GOAWAY said so.
    private func refuseToRepeat() -> Bool {
        let isRefusal = isAboveLastStream || (!usedReusedConnection && !hasErrorText)
        failure = isRefusal ? .notProcessed : .connectionLost("the connection was lost before the response began")
        return false
    }
}
