internal import HTTPExchange
internal import WebSyntax

/// The receiver of what libcurl delivers of one response, within the limits of the transfer. Used on the agent's thread.
final class ResponseReceiver {
    /// What libcurl does after a piece of the body.
    enum Progress { case proceed, pause, abort }

    private enum Destination {
        case collected(limit: Int)
        case piped(DownloadPipe, Completion)
    }

    /// The reason why the response was refused; set, it ends the transfer.
    private(set) var failure: TransportError?
    /// What has arrived of the final response.
    private(set) var response = RawResponse()
    /// Whether the head of the final response is complete.
    private(set) var isHeadComplete = false
    /// Whether a connection was ready, so that the request may have been sent.
    private(set) var wasConnected = false
    /// The time by which the response has to begin; `nil` before the connection is ready and after the first byte.
    private(set) var firstByteDeadline: ContinuousClock.Instant?

    private let destination: Destination
    private let filledPipes: FilledPipes
    private let expectsBody: Bool
    private let firstByteTimeout: Duration?
    private let mayBeHTTP2: Bool
    private let decodesBody: Bool
    private let maximumRatio: Int?
    private var headBytes = 0
    private var framing: ResponseFraming?

    init(_ transfer: Transfer, filledPipes: FilledPipes) {
        self.filledPipes = filledPipes
        destination =
            if let pipe = transfer.pipe {
                .piped(pipe, transfer.completion)
            } else {
                .collected(limit: max(0, transfer.options.maximumResponseBytes))
            }
        expectsBody = transfer.request.method != "HEAD"
        mayBeHTTP2 = transfer.connection.mayBeHTTP2
        decodesBody = transfer.options.acceptsCompression
        maximumRatio = transfer.options.maximumCompressionRatio
        firstByteTimeout = transfer.options.firstByteTimeout
    }

    /// Notes that a connection is ready and the request is about to be sent. Returns `false` if the transfer must stop.
    ///
    /// libcurl sends a request again by itself if a reused connection is lost before the first byte of the response. The
    /// server may have acted on the first one, and would refuse the nonce of the second, so the caller has to decide.
    func connectionReady() -> Bool {
        guard !wasConnected else {
            return stop(.connectionLost("a reused connection was closed before the response began"))
        }
        wasConnected = true
        restartFirstByteTimeout()
        return true
    }

    /// Restarts the time within which the response has to begin.
    func restartFirstByteTimeout() {
        guard !isHeadComplete, let firstByteTimeout else { return }
        firstByteDeadline = .now + firstByteTimeout
    }

    /// Receives one header line with its line end. Returns `false` if the transfer must stop.
    func receive(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
        firstByteDeadline = nil
        headBytes += line.count
        let limit = ResponseHeadParser.limit
        guard headBytes <= limit else { return stop(.responseHeadTooLarge(limit: limit)) }
        do throws(TransportError) {
            try unsafe read(line)
            return true
        } catch {
            return stop(error)
        }
    }

    /// Receives one piece of the body.
    func receive(bodyPiece piece: UnsafeBufferPointer<UInt8>) -> Progress {
        switch destination {
        case .collected(let limit):
            guard piece.count <= receivedLimit(limit) - response.body.count else {
                return stop(.responseTooLarge(limit: limit)) ? .proceed : .abort
            }
            unsafe response.body.append(contentsOf: piece)
            return .proceed
        case .piped(let pipe, _):
            // A full pipe, too, has a reader to wake.
            filledPipes.append(pipe)
            return unsafe pipe.append(piece) ? .proceed : .pause
        }
    }

    /// Every line is read before libcurl acts on the next one, so that a head which is refused has no body.
    private func read(_ line: UnsafeBufferPointer<UInt8>) throws(TransportError) {
        if isHeadComplete {
            try unsafe ResponseFraming.check(trailerLine: line.span)
            unsafe response.trailerLines.append(contentsOf: line)
        } else if framing == nil {
            framing = unsafe try ResponseFraming(statusLine: line.span, mayBeHTTP2: mayBeHTTP2)
            response.headLines.reserveCapacity(512)
            unsafe response.headLines.append(contentsOf: line)
        } else if unsafe line[0] != 0x0D && line[0] != 0x0A {
            try unsafe framing?.read(line.span)
            unsafe response.headLines.append(contentsOf: line)
        } else if let framing {
            try endHead(framing)
        }
    }

    private func endHead(_ framing: ResponseFraming) throws(TransportError) {
        guard framing.status >= 200 else {
            self.framing = nil
            response.headLines.removeAll(keepingCapacity: true)
            return
        }
        isHeadComplete = true
        let hasBody = expectsBody && framing.status != 204 && framing.status != 304 && framing.length != 0
        if hasBody, decodesBody { response.decoding = try decoding(framing) }
        switch destination {
        case .piped(_, let completion):
            completion.settle(.success(response))
        case .collected(let limit):
            guard hasBody, let length = framing.length else { return }
            guard length <= receivedLimit(limit) else { throw .responseTooLarge(limit: limit) }
            response.body.reserveCapacity(length)
        }
    }

    /// Returns how the body is decoded; `nil` if it is delivered as sent.
    private func decoding(_ framing: ResponseFraming) throws(TransportError) -> BodyDecoding? {
        // The coding is that of the whole, of which 206 has a part. RFC 9110 section 14.2.
        guard framing.status != 206 else { return nil }
        if let refusal = framing.codings.refusal { throw .contentDecodingFailed(refusal) }
        return framing.codings.coding.map {
            BodyDecoding(coding: $0, mayBeEmpty: framing.showsEnd, maximumRatio: maximumRatio)
        }
    }

    /// Returns how many bytes of the body may arrive. Compressed, incompressible bytes become a little more.
    private func receivedLimit(_ limit: Int) -> Int {
        guard response.decoding != nil else { return limit }
        let (sum, overflow) = limit.addingReportingOverflow(limit / 16 + (64 << 10))
        return overflow ? .max : sum
    }

    private func stop(_ error: TransportError) -> Bool {
        failure = error
        return false
    }
}
