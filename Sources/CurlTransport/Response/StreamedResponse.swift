public import HTTPExchange
public import HTTPTypes

/// A response whose body has yet to come.
public struct StreamedResponse: Sendable {
    /// The status and header fields of the final response; informational (1xx) responses are skipped.
    public let head: HTTPResponse

    /// The body, while it comes.
    public let body: ResponseBody
}

/// The body of a response, in the pieces that came: to be read once, by one task.
///
/// The server is slowed down to the reader's pace. A reader that stops before the end, by cancellation or by dropping
/// the last reference to the body, ends the transfer and its connection.
///
/// ```swift
/// let response = try await transport.stream(request)
/// for try await piece in response.body { try sink.write(piece) }
/// ```
public struct ResponseBody: AsyncSequence, Sendable {
    /// Some bytes, never none.
    public typealias Element = [UInt8]
    /// Why a body does not come to its end.
    public typealias Failure = TransportError

    let reader: BodyReader

    /// Reads on where the last reading stopped.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: BodyReader

        /// The next bytes, never none; nil at the end of the body.
        ///
        /// - Throws: ``TransportError``, also ``TransportError/cancelled`` if the task is cancelled.
        public mutating func next() async throws(TransportError) -> [UInt8]? {
            try await reader.next()
        }

        /// The next bytes, never none; nil at the end of the body. The caller's isolation is of no use here.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(TransportError) -> [UInt8]? {
            try await reader.next()
        }
    }

    /// An iterator; every one reads the same bytes, which come once.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

    /// Trailers and metrics; nil before the body has been read to its end.
    public var end: ResponseEnd? { reader.end }

    /// Reads the rest of the body.
    ///
    /// - Throws: ``TransportError/responseTooLarge(limit:)`` if it has more than `limit` bytes, and whatever reading throws.
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
