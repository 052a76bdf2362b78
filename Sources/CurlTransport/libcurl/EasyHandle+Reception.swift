internal import HTTPExchange
internal import HTTPTypes

/// What libcurl delivers of a response.
extension EasyHandle {
    /// Receives one header line with its line end. Returns `false` if the transfer must stop.
    func receive(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let receiver else { return false }
        let hadHead = receiver.isHeadComplete
        guard unsafe receiver.receive(headerLine: line) else { return false }
        guard !hadHead, unsafe line[0] == 0x0D || line[0] == 0x0A else { return true }
        if receiver.isHeadComplete { headDidEnd(receiver) } else { interimResponseDidEnd(receiver) }
        return true
    }

    /// Receives one piece of the body.
    func receive(bodyPiece piece: UnsafeBufferPointer<UInt8>) -> ResponseReceiver.Progress {
        guard let receiver else { return .abort }
        let progress = unsafe receiver.receive(bodyPiece: piece)
        isReceivingPaused = progress == .pause
        if lastReceipt != nil { lastReceipt = .now }
        if hasCompleteResponse { noteCompletion() }
        return progress
    }

    /// Reads a line of libcurl's trace.
    func read(traceLine line: UnsafeBufferPointer<UInt8>) {
        guard let lastStream = unsafe trace.read(line) else { return }
        connection?.lastStream = min(lastStream, connection?.lastStream ?? lastStream)
    }

    /// Scans bytes of a chunked body as they arrived, before libcurl decodes them.
    func scan(received bytes: UnsafeBufferPointer<UInt8>) {
        unsafe extent?.scan(bytes)
        if hasCompleteResponse { noteCompletion() }
    }

    /// Whether the response is complete, although the request body had not been sent when it began.
    ///
    /// libcurl ends a transfer only when both are complete, but a server may respond to the head alone, and read no further
    /// (RFC 9110 section 7.5, RFC 9113 section 8.1).
    var hasCompleteResponse: Bool {
        guard let extent, !isReceivingPaused, receiver?.failure == nil else { return false }
        return extent.isComplete(received: receivedBodyBytes)
    }

    /// Whether a response has been silent for so long that it counts as complete.
    ///
    /// libcurl before 8.0 does not report the end of an HTTP/2 response before the request has ended, too, which the server's
    /// window may prevent. From status 300 on, no more of the request is sent, so there is nothing else to wait for.
    func isSilent(at now: ContinuousClock.Instant) -> Bool {
        guard let lastReceipt, !isReceivingPaused, receiver?.failure == nil else { return false }
        return lastReceipt + Self.longestSilence <= now
    }

    private static let longestSilence = Duration.seconds(1)

    private func headDidEnd(_ receiver: ResponseReceiver) {
        guard isSendingBody, let head = try? ResponseHeadParser.head(of: receiver.response.headLines) else { return }
        // The server does not need the rest of the body. libcurl, too, sends no more of it, unless it waits for more.
        if head.status.code >= 300 { upload?.refuse() }
        let extent = ResponseExtent(head, isHTTP1: isHTTP1)
        if case .chunks = extent { startTrace() }
        self.extent = extent
        if case .unknown = extent, !isHTTP1, head.status.code >= 300 { lastReceipt = .now }
        if hasCompleteResponse || lastReceipt != nil { noteCompletion() }
    }

    /// An interim response is a sign of life: the server has the time for the first byte once more.
    private func interimResponseDidEnd(_ receiver: ResponseReceiver) {
        receiver.restartFirstByteTimeout()
        guard let transfer, transfer.options.lowSpeedLimit != nil else { return }
        liftSpeedLimit()
        events?.noteInterim(of: transfer.id)
    }

    private func noteCompletion() {
        if let transfer { events?.noteCompletion(of: transfer.id) }
    }

    private var isSendingBody: Bool {
        guard let request = transfer?.request, request.sendsBody else { return false }
        guard let length = request.body.length else { return true }
        return sentBodyBytes < length
    }
}
