internal import HTTPExchange

/// The body of a request: none, bytes, or bytes that are produced while the request is sent.
public struct RequestBody: Sendable {
    enum Content: Sendable {
        case bytes([UInt8])
        case sequence(length: Int64?, pump: @Sendable (UploadPipe) async -> Void)
    }

    /// No body.
    public static let none = RequestBody(content: .bytes([]))

    let content: Content

    /// Returns a body of known bytes.
    public static func bytes(_ bytes: [UInt8]) -> RequestBody {
        RequestBody(content: .bytes(bytes))
    }

    /// Returns a body that is sent while a sequence produces it. The next element is requested once the one before is on
    /// its way.
    ///
    /// Such a request can be sent only once. If the sequence fails, the transfer ends with
    /// `TransportError.requestBodyFailed(_:)`; if the transfer ends early, the task that reads the sequence is cancelled.
    ///
    /// - Parameters:
    ///   - pieces: The bytes, in pieces of any size.
    ///   - length: The number of bytes; `nil` if unknown, for a chunked body (RFC 9112 section 7.1) or HTTP/2. A sequence
    ///     with another number of bytes ends the transfer with `TransportError.requestBodyFailed(_:)`.
    public static func sequence<Pieces: AsyncSequence & Sendable>(
        _ pieces: Pieces, length: Int64? = nil
    ) -> RequestBody where Pieces.Element == [UInt8] {
        RequestBody(
            content: .sequence(length: length) { pipe in
                do {
                    var iterator = pieces.makeAsyncIterator()
                    while let piece = try await iterator.next() {
                        if await pipe.write(piece) { continue }
                        // The transfer has ended and this task is cancelled. The sequence learns of that only from another
                        // call.
                        _ = try await iterator.next()
                        return
                    }
                    pipe.finish()
                } catch {
                    pipe.finish(.requestBodyFailed("\(type(of: error))"))
                }
            })
    }
}
