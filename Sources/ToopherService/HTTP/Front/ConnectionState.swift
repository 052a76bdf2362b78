#if Service

internal import NIOCore

/// What a connection is at, and until when it may be: the deadlines of a request's head and body, of the reading of its
/// response, and between requests.
struct ConnectionState: Sendable {
    /// The times of ``ConnectionLimits``.
    struct Times: Sendable {
        var head: TimeAmount
        var body: TimeAmount
        var response: TimeAmount
        var idle: TimeAmount
        var lingering: TimeAmount

        init(_ limits: ConnectionLimits) {
            head = TimeAmount(limits.head)
            body = TimeAmount(limits.body)
            response = TimeAmount(limits.response)
            idle = TimeAmount(limits.idle)
            lingering = TimeAmount(limits.lingering)
        }
    }

    private enum Reading { case nothing, head, body }

    private let times: Times
    private var reading = Reading.head
    private var readDeadline: NIODeadline
    private var responseDeadline: NIODeadline?
    /// The response is sent part by part, each of which has the time of a response.
    private var isStreaming = false
    /// Parts of a stream that the system has not taken.
    private var openParts = 0
    private var closingDeadline: NIODeadline?
    private var idleDeadline: NIODeadline
    /// The refusal of what could not be parsed is not written yet: a task does that, behind what was requested before.
    private var owesRefusal = false
    /// Requests whose responses are not complete.
    private(set) var openRequests = 0

    /// Creates the state of a new connection.
    init(_ times: Times, openedAt now: NIODeadline) {
        self.times = times
        readDeadline = now + times.head
        idleDeadline = now + times.idle
    }

    /// Whether nothing that arrives counts any more.
    var isClosing: Bool { closingDeadline != nil }

    /// When the connection has to be closed if nothing happens until then; `nil` while the service is at work.
    var deadline: NIODeadline? {
        // A last response may take as long as any other.
        if let closingDeadline { return responseDeadline ?? closingDeadline }
        let reads = reading == .nothing ? nil : readDeadline
        let idles = reading == .nothing && openRequests == 0 ? idleDeadline : nil
        return [reads, idles, responseDeadline].compactMap { $0 }.min()
    }

    /// Bytes have arrived.
    mutating func receivedBytes(at now: NIODeadline) {
        guard reading == .nothing else { return }
        reading = .head
        readDeadline = now + times.head
    }

    /// The head of a request is complete.
    mutating func receivedHead(at now: NIODeadline) {
        openRequests += 1
        reading = .body
        readDeadline = now + times.body
    }

    /// A request is complete.
    mutating func receivedEnd() {
        reading = .nothing
    }

    /// The client sends no more.
    mutating func inputEnded() {
        reading = .nothing
    }

    /// A response begins. Returns whether its request has not been read to the end: then it is the last one.
    mutating func beganResponse(at now: NIODeadline, isStream: Bool = false) -> Bool {
        responseDeadline = now + times.response
        isStreaming = isStream
        openParts = 0
        return openRequests == 1 && reading == .body
    }

    /// A part of the response is about to be written, or its end. Returns whether ``wrotePart()`` must be called, or after the
    /// end ``wroteResponse(at:)``.
    mutating func beganPart(at now: NIODeadline) -> Bool {
        guard isStreaming else { return false }
        if openParts == 0 { responseDeadline = now + times.response }
        openParts += 1
        return true
    }

    /// A part of a stream has been handed to the system. Until the next one the service is at work.
    mutating func wrotePart() {
        openParts = max(0, openParts - 1)
        if isStreaming, openParts == 0 { responseDeadline = nil }
    }

    /// A response has been handed to the system.
    mutating func wroteResponse(at now: NIODeadline) {
        if openRequests == 0 { owesRefusal = false }
        openRequests = max(0, openRequests - 1)
        isStreaming = false
        responseDeadline = owesRefusal ? now + times.response : nil
        idleDeadline = now + times.idle
        if isClosing { closingDeadline = now + times.lingering }
    }

    /// What has arrived cannot be parsed. The connection is to end after the refusal.
    mutating func receivedGarbage(at now: NIODeadline) {
        guard !isClosing else { return }
        close(at: now)
        owesRefusal = true
        responseDeadline = now + times.response
    }

    /// The connection is to end, after the response that is being written.
    mutating func close(at now: NIODeadline) {
        guard !isClosing else { return }
        closingDeadline = now + times.lingering
    }
}

#endif
