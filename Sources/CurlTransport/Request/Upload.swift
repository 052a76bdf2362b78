internal import HTTPExchange

/// The agent's end of a request body that is produced while it is sent.
final class Upload {
    /// The reason why the body could not be sent.
    private(set) var failure: TransportError?
    private let pipe: UploadPipe
    private let receiver: ResponseReceiver

    init(_ pipe: UploadPipe, receiver: ResponseReceiver) {
        self.pipe = pipe
        self.receiver = receiver
    }

    /// The announced number of bytes, if any.
    var length: Int64? { pipe.length }

    /// Ends the body, because the server does not need the rest of it.
    func refuse() { pipe.refuse() }

    /// Moves the next bytes of the body into `target`.
    func supply(_ target: UnsafeMutableBufferPointer<UInt8>) -> UploadPipe.Supply {
        let supply = unsafe pipe.supply(target)
        switch supply {
        case .failure(let error): failure = error
        // The server need not respond before it has the whole body.
        case .bytes, .end, .pause: receiver.restartFirstByteTimeout()
        }
        return supply
    }
}
