internal import HTTPTypes

/// Takes what libcurl hands over of one response, within its limits.
///
/// Used by one thread only, the agent's.
final class Receiver {
    /// Why the response was refused; the transfer ends as soon as this is set.
    private(set) var failure: TransportError?
    /// The head of the final response; nil while it is incomplete.
    private(set) var head: HTTPResponse?
    /// The body, if it is collected.
    private(set) var body: [UInt8] = []
    /// When the server will have been silent for too long: runs from the moment that the connection is ready, or the last
    /// piece of the request body was handed over, to the first byte of the response.
    private(set) var silenceDeadline: ContinuousClock.Instant?

    private let destination: Destination
    private let expectsBody: Bool
    private let firstByteTimeout: Duration?
    private var reader = HeadReader()
    private var wasReady = false

    private enum Destination {
        /// The body is gathered; it may have that many bytes.
        case collected(limit: Int)
        /// The body goes through a pipe to who reads it while it comes.
        case piped(BodyPipe, Completion)
    }

    init(_ transfer: Transfer) {
        destination =
            if let pipe = transfer.pipe {
                .piped(pipe, transfer.completion)
            } else {
                .collected(limit: max(0, transfer.options.maximumResponseBytes))
            }
        expectsBody = transfer.request.method != "HEAD"
        firstByteTimeout = transfer.options.firstByteTimeout
    }

    /// The fields after the body.
    var trailers: HTTPFields { reader.trailers }

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
        guard head == nil, let firstByteTimeout else { return }
        silenceDeadline = .now + firstByteTimeout
    }

    /// Takes one header line with its line end. Returns false if the transfer must stop.
    func receive(headerLine line: Span<UInt8>) -> Bool {
        silenceDeadline = nil
        do throws(TransportError) {
            guard let head = try reader.read(line) else { return true }
            return take(head)
        } catch {
            return stop(error)
        }
    }

    /// Takes one piece of the body.
    func receive(bodyPiece piece: UnsafeBufferPointer<UInt8>) -> Progress {
        switch destination {
        case .collected(let limit):
            guard piece.count <= limit - body.count else {
                return stop(.responseTooLarge(limit: limit)) ? .goOn : .stop
            }
            unsafe body.append(contentsOf: piece)
            return .goOn
        case .piped(let pipe, _):
            return unsafe pipe.offer(piece) ? .goOn : .pause
        }
    }

    enum Progress { case goOn, pause, stop }

    private func take(_ head: HTTPResponse) -> Bool {
        self.head = head
        switch destination {
        case .piped(_, let completion):
            completion.settle(.success(HTTPTransportResponse(head: head, body: [])))
            return true
        case .collected(let limit):
            guard let announced = announcedCount(head) else { return true }
            guard announced <= limit else { return stop(.responseTooLarge(limit: limit)) }
            body.reserveCapacity(announced)
            return true
        }
    }

    /// What `Content-Length` says of the body to come; of a compressed one it does not say how long it will be.
    private func announcedCount(_ head: HTTPResponse) -> Int? {
        guard expectsBody, head.status != .notModified, head.status != .noContent,
            head.headerFields[.contentEncoding] == nil
        else { return nil }
        return head.headerFields[.contentLength].flatMap { Int($0) }.map { max(0, $0) }
    }

    private func stop(_ error: TransportError) -> Bool {
        failure = error
        return false
    }
}
