internal import HTTPExchange

/// Takes what libcurl hands over of one response, within its limits.
///
/// Used by one thread only, the agent's.
final class Receiver {
    /// Why the response was refused; the transfer ends as soon as this is set.
    private(set) var failure: TransportError?
    /// What has come of the final response.
    private(set) var response = RawResponse()
    /// Whether the head of the final response is complete.
    private(set) var isHeadComplete = false
    /// Whether a connection was ready, so that the request may have been sent.
    private(set) var wasReady = false
    /// When the server will have been silent for too long: runs from the moment that the connection is ready, or the last
    /// piece of the request body was handed over, to the first byte of the response.
    private(set) var silenceDeadline: ContinuousClock.Instant?

    /// What happens when the answer turns out to be a refusal: whoever refuses a request wants no more of its body.
    var onRefusal: (() -> Void)?

    private let destination: Destination
    private let offered: OfferedPipes
    private let expectsBody: Bool
    private let firstByteTimeout: Duration?
    private var headBytes = 0
    private var status: Int?
    private var announced: Int?

    private enum Destination {
        /// The body is gathered; it may have that many bytes.
        case collected(limit: Int)
        /// The body goes through a pipe to who reads it while it comes.
        case piped(BodyPipe, Completion)
    }

    init(_ transfer: Transfer, offered: OfferedPipes) {
        self.offered = offered
        destination =
            if let pipe = transfer.pipe {
                .piped(pipe, transfer.completion)
            } else {
                .collected(limit: max(0, transfer.options.maximumResponseBytes))
            }
        expectsBody = transfer.request.method != "HEAD"
        firstByteTimeout = transfer.options.firstByteTimeout
    }

    /// A connection is ready and the request about to be sent. Returns false if the transfer must stop.
    ///
    /// libcurl sends a request again, unasked, when a kept connection dies before the first byte of the answer. The
    /// server may have acted on the first one and would refuse its nonce, so whoever signs has to decide.
    func connectionReady() -> Bool {
        guard !wasReady else {
            return stop(.connectionLost("a kept connection died before the answer began"))
        }
        wasReady = true
        restartSilence()
        return true
    }

    /// The server is waited for from now on.
    func restartSilence() {
        guard !isHeadComplete, let firstByteTimeout else { return }
        silenceDeadline = .now + firstByteTimeout
    }

    /// Takes one header line with its line end. Returns false if the transfer must stop.
    func receive(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
        silenceDeadline = nil
        headBytes += line.count
        guard headBytes <= HeadReader.limit else { return stop(.responseHeadTooLarge(limit: HeadReader.limit)) }
        guard !isHeadComplete else {
            unsafe response.trailerLines.append(contentsOf: line)
            return true
        }
        guard let status else { return unsafe start(line) }
        guard unsafe line[0] != 0x0D, unsafe line[0] != 0x0A else { return endHead(status) }
        unsafe response.headLines.append(contentsOf: line)
        guard let count = unsafe Self.contentLength(line.span) else { return true }
        // Who put the second one there wants someone else to see another end. RFC 9112, section 6.3.
        guard announced == nil || announced == count else { return stop(.malformedResponse("two lengths that differ")) }
        announced = count
        return true
    }

    private func start(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let code = unsafe HeadReader.statusCode(of: line.span) else {
            return stop(.malformedResponse("malformed status line"))
        }
        guard code != 101 else { return stop(.malformedResponse("protocol switched unasked")) }
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
        if status >= 400 { onRefusal?() }
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

    /// What `Content-Length` says, if that is what the line is. What it means is libcurl's business; here it only serves
    /// to refuse early, and to reserve.
    private static func contentLength(_ line: Span<UInt8>) -> Int? {
        let name: StaticString = "content-length:"
        guard line.count > 16, line.count < 40, line[14] == UInt8(ascii: ":"),
            (0..<14).allSatisfy({ unsafe line[$0] | 0x20 == name.utf8Start[$0] | 0x20 })
        else { return nil }
        var count: Int?
        for index in 15..<line.count where line[index] > 0x20 {
            guard line[index].isDigit else { return nil }
            let (tens, overflow) = (count ?? 0).multipliedReportingOverflow(by: 10)
            guard !overflow, tens <= .max - 9 else { return nil }
            count = tens + Int(line[index] - 0x30)
        }
        return count
    }

    /// Takes one piece of the body.
    func receive(bodyPiece piece: UnsafeBufferPointer<UInt8>) -> Progress {
        switch destination {
        case .collected(let limit):
            guard piece.count <= limit - response.body.count else {
                return stop(.responseTooLarge(limit: limit)) ? .goOn : .stop
            }
            unsafe response.body.append(contentsOf: piece)
            return .goOn
        case .piped(let pipe, _):
            // Also when it is full: then the reader has all the more to read.
            offered.note(pipe)
            return unsafe pipe.offer(piece) ? .goOn : .pause
        }
    }

    enum Progress { case goOn, pause, stop }

    private func stop(_ error: TransportError) -> Bool {
        failure = error
        return false
    }
}
