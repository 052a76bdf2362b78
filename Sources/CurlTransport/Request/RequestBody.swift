internal import HTTPExchange

/// What a request carries: nothing, bytes, or bytes that come while it is sent.
public struct RequestBody: Sendable {
    enum Content: Sendable {
        case bytes([UInt8])
        case pieces(length: Int64?, pump: @Sendable (UploadPipe) async -> Void)
    }

    let content: Content

    /// No body.
    public static let none = RequestBody(content: .bytes([]))

    /// A body that is at hand.
    public static func bytes(_ bytes: [UInt8]) -> RequestBody {
        RequestBody(content: .bytes(bytes))
    }

    /// A body that is sent while it comes. The next piece is asked for when the one before is on its way.
    ///
    /// Such a request can be sent once only. If the sequence fails, the transfer ends with
    /// ``TransportError/requestBodyFailed(_:)``; if the transfer ends early, the task that reads the sequence is cancelled.
    ///
    /// - Parameters:
    ///   - pieces: the bytes, in pieces of any size.
    ///   - length: how many bytes there will be; nil if unknown, for a chunked body (RFC 9112, section 7.1) or HTTP/2. A
    ///     sequence with fewer or more ends the transfer with ``TransportError/requestBodyFailed(_:)``.
    public static func sequence<Pieces: AsyncSequence & Sendable>(
        _ pieces: Pieces, length: Int64? = nil
    ) -> RequestBody where Pieces.Element == [UInt8] {
        RequestBody(
            content: .pieces(length: length) { pipe in
                do {
                    var iterator = pieces.makeAsyncIterator()
                    while let piece = try await iterator.next() {
                        if await pipe.write(piece) { continue }
                        // The transfer ends, and with it this task. Whatever makes the pieces learns of that only while
                        // it is asked for one.
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
