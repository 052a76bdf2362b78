internal import HTTPExchange

/// A decoder of one body, which takes the bytes as they arrive and returns pieces of bounded size.
///
/// Used by the task that reads the body, never on the agent's thread: a few bytes may become a thousand times as many.
final class ContentDecoder {
    /// The largest size of a piece.
    static let pieceSize = 64 << 10
    /// How much is decoded before the ratio counts: a small body of equal bytes exceeds any.
    static let freeCount = 1 << 20

    private enum State {
        /// Nothing was decoded so far.
        case start
        case within(Inflater)
        /// At the end of a gzip member, or of the body.
        case boundary(Inflater)
        case complete
        case failed(TransportError)
    }

    private let decoding: BodyDecoding
    private var state = State.start
    private var input: [UInt8] = []
    private var position = 0
    /// Whether the last piece was full, so that there may be more without further input.
    private var wasFull = false
    private var encodedCount = 0
    private var decodedCount = 0

    init(_ decoding: BodyDecoding) { self.decoding = decoding }

    /// Returns the decoded form of a complete body.
    ///
    /// - Throws: `TransportError.responseTooLarge(limit:)` if it has more than `limit` bytes, and whatever ``next()`` and
    ///   ``finish()`` throw.
    static func decode(
        _ body: [UInt8], _ decoding: BodyDecoding, limit: Int
    ) throws(TransportError) -> [UInt8] {
        let decoder = ContentDecoder(decoding)
        var decoded: [UInt8] = []
        decoder.append(body)
        while let piece = try decoder.next() {
            guard piece.count <= limit - decoded.count else { throw .responseTooLarge(limit: limit) }
            // The task may have been cancelled after the response arrived.
            guard !Task.isCancelled else { throw .cancelled }
            decoded += piece
        }
        try decoder.finish()
        return decoded
    }

    /// Takes the next bytes of the body, of which there may be none.
    func append(_ bytes: [UInt8]) {
        input = position == input.count ? bytes : input[position...] + bytes
        position = 0
    }

    /// Returns the next decoded bytes, never none; `nil` if there are none before the next ``append(_:)``.
    ///
    /// - Throws: `TransportError.contentDecodingFailed(_:)`, `TransportError.compressionRatioTooHigh(limit:)`; the same
    ///   again if it is called again.
    func next() throws(TransportError) -> [UInt8]? {
        while wasFull || position < input.count {
            guard let inflater = try inflater() else { return nil }
            let piece = try piece(from: inflater)
            if !piece.isEmpty { return piece }
        }
        input = []
        position = 0
        return nil
    }

    /// Ends the body.
    ///
    /// - Throws: `TransportError.truncatedResponse` if it is not complete; what ``next()`` threw before.
    func finish() throws(TransportError) {
        switch state {
        case .boundary: state = .complete
        case .complete: break
        case .start where input.isEmpty && decoding.mayBeEmpty: state = .complete
        case .start, .within: throw fail(.truncatedResponse)
        case .failed(let error): throw error
        }
    }

    /// Returns what decodes the next byte; `nil` if the format is not known yet.
    private func inflater() throws(TransportError) -> Inflater? {
        switch state {
        case .start:
            guard let format else { return nil }
            guard let inflater = Inflater(format) else { throw fail(.transferFailed("zlib has no memory")) }
            state = .within(inflater)
            return inflater
        case .within(let inflater):
            return inflater
        case .boundary(let inflater):
            guard decoding.coding == .gzip, input[position] == 0x1F else {
                throw fail(.contentDecodingFailed("bytes follow its end"))
            }
            // RFC 1952 section 2.2: the members follow each other.
            guard inflater.reset() else { throw fail(.transferFailed("zlib does not proceed")) }
            state = .within(inflater)
            return inflater
        case .complete:
            return nil
        case .failed(let error):
            throw error
        }
    }

    /// The format of the body; `nil` before enough of it has arrived.
    private var format: Inflater.Format? {
        guard decoding.coding == .deflate else { return .gzip }
        guard input.count >= 2 else { return nil }
        // RFC 1950 section 2.2: method 8, a multiple of 31. Read as RFC 1951, these bytes would begin a stored block whose
        // padding is not zero, which nobody sends.
        let isZlib = input[0] & 0x0F == 8 && (UInt16(input[0]) << 8 | UInt16(input[1])) % 31 == 0
        return isZlib ? .zlib : .raw
    }

    private func piece(from inflater: Inflater) throws(TransportError) -> [UInt8] {
        let rest = input.count - position
        // A small body does not need a large piece.
        let capacity = wasFull ? Self.pieceSize : min(max(512, 4 * rest), Self.pieceSize)
        var (used, outcome) = (0, Inflater.Outcome.progress)
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe input.withUnsafeBufferPointer { input in
                let input = unsafe UnsafeBufferPointer(rebasing: input[position...])
                let output = unsafe UnsafeMutableBufferPointer(rebasing: output[..<capacity])
                (used, count, outcome) = unsafe inflater.inflate(input, into: output)
            }
        }
        position += used
        encodedCount += used
        decodedCount += piece.count
        wasFull = piece.count == capacity
        switch outcome {
        case .progress where used == 0 && piece.isEmpty && rest > 0:
            throw fail(.transferFailed("zlib does not proceed"))
        case .progress: break
        case .end:
            wasFull = false
            state = .boundary(inflater)
        case .malformed(let reason): throw fail(.contentDecodingFailed(reason))
        case .noMemory: throw fail(.transferFailed("zlib has no memory"))
        }
        try checkRatio()
        return piece
    }

    private func checkRatio() throws(TransportError) {
        guard let limit = decoding.maximumRatio, decodedCount > Self.freeCount else { return }
        let (most, overflow) = encodedCount.multipliedReportingOverflow(by: max(1, limit))
        guard overflow || decodedCount <= most else { throw fail(.compressionRatioTooHigh(limit: limit)) }
    }

    /// Frees what decoding needs, and returns the error to throw.
    private func fail(_ error: TransportError) -> TransportError {
        state = .failed(error)
        input = []
        position = 0
        wasFull = false
        return error
    }
}
