/// A request parsed as its signature covers it, and its signature base string, in memory that is reused.
///
/// The parts are copied into one buffer once. Names and values are slices of that buffer if they arrived in the encoding
/// that the base string needs; otherwise their encoding is appended to the buffer.
///
/// RFC 5849 section 3.4.1.
struct ParsedRequest: ~Copyable {
    /// The most bytes of URL, header and form together.
    ///
    /// Offsets have 31 bits, and a byte that is not valid UTF-8 may grow to sixteen where it is replaced.
    static var maximumBytes: Int { 1 << 26 }

    /// The parts as they arrived, then whatever had to be encoded or decoded.
    var bytes = Buffer<UInt8>(capacity: 2048)
    /// The method as it arrived.
    private(set) var method = 0..<0
    private(set) var url = ParsedURL()
    /// The realm in the `Authorization` header, without quotes; `nil` if there is none.
    var realm: Range<Int>?
    /// The parameters in the order header, query, body.
    var parameters = Buffer<EncodedParameter>(capacity: 64)
    /// Where the protocol parameters are among the parameters.
    var positions = ProtocolPositions()
    /// The parameters that are signed; sorted once they are normalized.
    var order = Buffer<SortKey>(capacity: 64)
    /// The second buffer of a merge sort.
    var merged = Buffer<SortKey>(capacity: 0)
    /// The signature base string.
    var baseString = Buffer<UInt8>(capacity: 4096)

    /// The most parameters to accept.
    var maximumParameters = Int.max
    /// Whether all protocol parameters must come from one source, as in a request that is verified.
    var requiresOneSource = true

    /// Whether the URL's scheme is https.
    var isTLS: Bool { url.isTLS }

    /// The approximate number of bytes of memory that is kept for the next request.
    var capacity: Int {
        bytes.capacity + baseString.capacity + parameters.capacity * MemoryLayout<EncodedParameter>.stride
            + (order.capacity + merged.capacity) * MemoryLayout<SortKey>.stride
    }

    /// Removes everything of the last request.
    mutating func reset() {
        bytes.removeAll()
        method = 0..<0
        url = ParsedURL()
        realm = nil
        parameters.removeAll()
        positions = ProtocolPositions()
        order.removeAll()
        baseString.removeAll()
    }

    /// Copies one part of a request.
    mutating func take(_ part: Span<UInt8>) -> Range<Int> {
        let start = bytes.count
        bytes.append(copying: part)
        return start..<bytes.count
    }

    /// Copies the method and the URL, and parses the URL.
    @inline(__always)
    mutating func take(method: Span<UInt8>, url: Span<UInt8>) throws(OAuth1Error) {
        guard !method.isEmpty else { throw .invalidMethod }
        self.method = take(method)
        self.url = try ParsedURL(take(url), of: bytes)
    }

    /// Returns the value of a protocol parameter, still encoded; `nil` if it is missing.
    @inline(__always)
    func value(of field: ProtocolParameter) -> EncodedSlice? {
        positions[field].map { parameters[$0].value }
    }

    /// Returns the bytes that a slice encodes: the slice itself, or a decoded copy that is appended to the buffer.
    @inline(__always)
    mutating func decoded(_ slice: EncodedSlice) -> Range<Int> {
        slice.isPercentEncoded ? bytes.appendDecoded(slice.range) : slice.range
    }
}
