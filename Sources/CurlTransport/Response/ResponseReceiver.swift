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
    private var headBytes = 0
    private var status: Int?
    private var announced: Int?

    init(_ transfer: Transfer, filledPipes: FilledPipes) {
        self.filledPipes = filledPipes
        destination =
            if let pipe = transfer.pipe {
                .piped(pipe, transfer.completion)
            } else {
                .collected(limit: max(0, transfer.options.maximumResponseBytes))
            }
        expectsBody = transfer.request.method != "HEAD"
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
        guard !isHeadComplete else {
            unsafe response.trailerLines.append(contentsOf: line)
            return true
        }
        guard let status else { return unsafe start(line) }
        guard unsafe line[0] != 0x0D, unsafe line[0] != 0x0A else { return endHead(status) }
        unsafe response.headLines.append(contentsOf: line)
        guard let count = unsafe Self.contentLength(line.span) else { return true }
        // A second, different length is an attempt at request smuggling. RFC 9112 section 6.3.
        guard announced == nil || announced == count else {
            return stop(.malformedResponse("two lengths that differ"))
        }
        announced = count
        return true
    }

    /// Receives one piece of the body.
    func receive(bodyPiece piece: UnsafeBufferPointer<UInt8>) -> Progress {
        switch destination {
        case .collected(let limit):
            guard piece.count <= limit - response.body.count else {
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

    private func start(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let code = unsafe ResponseHeadParser.statusCode(of: line.span) else {
            return stop(.malformedResponse("malformed status line"))
        }
        guard code != 101 else { return stop(.malformedResponse("unexpected 101 Switching Protocols")) }
        status = code
        response.headLines.reserveCapacity(512)
        unsafe response.headLines.append(contentsOf: line)
        return true
    }

    private func endHead(_ status: Int) -> Bool {
        guard status >= 200 else {
            self.status = nil
            announced = nil
            response.headLines.removeAll(keepingCapacity: true)
            return true
        }
        isHeadComplete = true
        switch destination {
        case .piped(_, let completion):
            completion.settle(.success(response))
        case .collected(let limit):
            guard expectsBody, status != 204, status != 304, let announced else { return true }
            guard announced <= limit else { return stop(.responseTooLarge(limit: limit)) }
            response.body.reserveCapacity(announced)
        }
        return true
    }

    private func stop(_ error: TransportError) -> Bool {
        failure = error
        return false
    }

    /// Returns the value of a `Content-Length` line; `nil` for any other line.
    ///
    /// libcurl delimits the body; here the length only serves to refuse early and to reserve capacity.
    private static func contentLength(_ line: Span<UInt8>) -> Int? {
        let name: StaticString = "content-length:"
        guard line.count > 16, line.count < 40, line[14] == UInt8(ascii: ":"),
            (0..<14).allSatisfy({ unsafe line[$0] | 0x20 == name.utf8Start[$0] | 0x20 })
        else { return nil }
        var count: Int?
        for index in 15..<line.count where line[index] > 0x20 {
            guard let digit = line[index].decimalDigitValue else { return nil }
            let (tens, overflow) = (count ?? 0).multipliedReportingOverflow(by: 10)
            guard !overflow, tens <= .max - 9 else { return nil }
            count = tens + Int(digit)
        }
        return count
    }
}
