/// The deadlines and limits of one transfer.
public struct TransferOptions: Sendable, Hashable {
    /// How long looking up the host, connecting and the TLS handshake may take together. At least 1 ms.
    public var connectTimeout: Duration

    /// How long the server may be silent before its answer begins: from the moment that the connection is ready, or the
    /// last piece of the request body was handed over. Nil: only the other deadlines count.
    public var firstByteTimeout: Duration?

    /// How slow a transfer may be. Nil: only the other deadlines count.
    public var lowSpeedLimit: LowSpeedLimit?

    /// How long the whole transfer may take, from the call to the last byte. At least 1 ms.
    public var totalTimeout: Duration

    /// The largest response body to gather, in bytes; a larger one ends in ``TransportError/responseTooLarge(limit:)``.
    /// A body that is read while it comes has no such limit.
    public var maximumResponseBytes: Int

    /// Whether to ask for a compressed response and to decode it. The limit holds for what was decoded; header fields stay
    /// as sent.
    public var acceptsCompression: Bool

    /// Creates options; the defaults suit a small API call.
    public init(
        connectTimeout: Duration = .seconds(10),
        firstByteTimeout: Duration? = nil,
        lowSpeedLimit: LowSpeedLimit? = nil,
        totalTimeout: Duration = .seconds(30),
        maximumResponseBytes: Int = 1 << 20,
        acceptsCompression: Bool = false
    ) {
        self.connectTimeout = connectTimeout
        self.firstByteTimeout = firstByteTimeout
        self.lowSpeedLimit = lowSpeedLimit
        self.totalTimeout = totalTimeout
        self.maximumResponseBytes = maximumResponseBytes
        self.acceptsCompression = acceptsCompression
    }

    /// For large bodies: a day in all, if 30 seconds never pass without a byte.
    public static let streaming = TransferOptions(
        firstByteTimeout: .seconds(30), lowSpeedLimit: LowSpeedLimit(bytesPerSecond: 1, during: .seconds(30)),
        totalTimeout: .seconds(86_400))
}

/// The speed that a transfer must keep up.
public struct LowSpeedLimit: Sendable, Hashable {
    /// The slowest acceptable average, body bytes in both directions.
    public var bytesPerSecond: Int
    /// How long the average may be slower. In whole seconds, at least one.
    public var duration: Duration

    /// Creates a limit.
    public init(bytesPerSecond: Int, during duration: Duration) {
        self.bytesPerSecond = bytesPerSecond
        self.duration = duration
    }
}
