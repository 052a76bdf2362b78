public import HTTPExchange

/// The body of a streamed response, as a sequence of pieces: to be read once, by one task.
///
/// A slow reader slows the server down. A reader that stops before the end, by cancellation or by releasing the last
/// reference to the body, ends the transfer and its connection.
///
/// ```swift
/// let response = try await transport.stream(request)
/// for try await piece in response.body { try sink.write(piece) }
/// ```
public struct ResponseBody: AsyncSequence, Sendable {
    /// A piece of the body; never empty.
    public typealias Element = [UInt8]
    /// The reason why a body is incomplete.
    public typealias Failure = TransportError

    /// An iterator that continues where the last one stopped.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: ResponseBodyReader

        /// Returns the next bytes, never none; `nil` at the end of the body.
        ///
        /// - Throws: `TransportError`; `TransportError.cancelled` if the task is cancelled,
        ///   `TransportError.concurrentRead` while another task reads the body.
        public mutating func next() async throws(TransportError) -> [UInt8]? {
            try await reader.next()
        }

        /// Returns the next bytes, never none; `nil` at the end of the body. The isolation has no effect.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(TransportError) -> [UInt8]? {
            try await reader.next()
        }
    }

    let reader: ResponseBodyReader

    /// Returns an iterator; all iterators share the bytes, each of which is read once, by one task at a time.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

    /// The trailers and metrics; `nil` before the body has been read to its end.
    public var end: ResponseEnd? { reader.end }

    /// Returns the rest of the body.
    ///
    /// - Throws: `TransportError.responseTooLarge(limit:)` if it has more than `limit` bytes, and whatever reading throws.
    public func collect(upTo limit: Int) async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await reader.next() {
            guard piece.count <= limit - bytes.count else {
                reader.stop()
                throw .responseTooLarge(limit: limit)
            }
            bytes += piece
        }
        return bytes
    }
}
