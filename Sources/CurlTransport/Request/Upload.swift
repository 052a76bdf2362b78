internal import HTTPExchange

/// The agent's end of a request body that comes while it is sent.
final class Upload {
    /// Why the body could not be sent.
    private(set) var failure: TransportError?
    private let pipe: UploadPipe
    private let receiver: Receiver

    init(_ pipe: UploadPipe, receiver: Receiver) {
        self.pipe = pipe
        self.receiver = receiver
    }

    func supply(_ target: UnsafeMutableBufferPointer<UInt8>) -> UploadPipe.Supply {
        let supply = unsafe pipe.supply(target)
        switch supply {
        case .failure(let error): failure = error
        // While the body is still to come, it is not the server who keeps one waiting.
        case .bytes, .end, .pause: receiver.restartSilence()
        }
        return supply
    }
}
