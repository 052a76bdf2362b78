/// The deadlines and limits of one transfer.
public struct TransferOptions: Sendable, Hashable {
    /// How long looking up the host, connecting and the TLS handshake may take together. At least 1 ms.
    public var connectTimeout: Duration

    /// How long the whole transfer may take, from the call to the last byte. At least 1 ms.
    public var totalTimeout: Duration

    /// The largest response body to accept, in bytes; a larger one ends in ``TransportError/responseTooLarge(limit:)``.
    public var maximumResponseBytes: Int

    /// Creates options; the defaults suit a small API call.
    public init(
        connectTimeout: Duration = .seconds(10),
        totalTimeout: Duration = .seconds(30),
        maximumResponseBytes: Int = 1 << 20
    ) {
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.maximumResponseBytes = maximumResponseBytes
    }
}

extension Duration {
    /// Whole milliseconds, rounded up and kept within 1 ms … 24 days: zero would mean "no deadline" to libcurl.
    var deadlineMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        let wholeMilliseconds = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return max(1, Int(seconds) * 1000 + Int(wholeMilliseconds))
    }
}
