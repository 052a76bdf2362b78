/// The deadlines and limits of one transfer.
public struct TransferOptions: Sendable, Hashable {
    /// The options for large bodies: at most a day in all, and at most 30 seconds without a byte.
    public static let streaming = TransferOptions(
        firstByteTimeout: .seconds(30), lowSpeedLimit: LowSpeedLimit(bytesPerSecond: 1, during: .seconds(30)),
        totalTimeout: .seconds(86_400))

    /// How long name lookup, connecting and the TLS handshake may take together. At least 1 ms.
    public var connectTimeout: Duration
    /// How long the server may take to begin its response; `nil` for no limit besides the other deadlines.
    ///
    /// The time begins when the connection is ready, and again whenever a part of the request body is handed over.
    public var firstByteTimeout: Duration?
    /// How slow the transfer may be; `nil` for no limit besides the other deadlines.
    public var lowSpeedLimit: LowSpeedLimit?
    /// How long the whole transfer may take, from the call to the last byte. At least 1 ms.
    public var totalTimeout: Duration
    /// The largest response body to collect, in bytes; a larger one is ``TransportError/responseTooLarge(limit:)``.
    ///
    /// A streamed body has no such limit.
    public var maximumResponseBytes: Int
    /// Whether to ask for a compressed response and to decode it.
    ///
    /// ``maximumResponseBytes`` limits the decoded body. Header fields stay as sent, `Content-Encoding` and
    /// `Content-Length` included. A coding that was not requested is ``TransportError/contentDecodingFailed(_:)``, a body
    /// that was cut off ``TransportError/truncatedResponse``. A part of a body (206) is returned as sent.
    public var acceptsCompression: Bool
    /// How many times as large as what was received a decoded body may become; `nil` for no limit besides
    /// ``maximumResponseBytes``. More is ``TransportError/compressionRatioTooHigh(limit:)``.
    ///
    /// The first mebibyte of a body does not count. Text seldom exceeds 20, and gzip cannot exceed 1032.
    public var maximumCompressionRatio: Int?

    /// Creates options; the defaults suit a small API call.
    public init(
        connectTimeout: Duration = .seconds(10),
        firstByteTimeout: Duration? = nil,
        lowSpeedLimit: LowSpeedLimit? = nil,
        totalTimeout: Duration = .seconds(30),
        maximumResponseBytes: Int = 1 << 20,
        acceptsCompression: Bool = false,
        maximumCompressionRatio: Int? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.firstByteTimeout = firstByteTimeout
        self.lowSpeedLimit = lowSpeedLimit
        self.totalTimeout = totalTimeout
        self.maximumResponseBytes = maximumResponseBytes
        self.acceptsCompression = acceptsCompression
        self.maximumCompressionRatio = maximumCompressionRatio
    }
}
