internal import HTTPExchange
internal import Platform

/// Carries a request body from an asynchronous sequence to the agent, at the network's pace.
///
/// The agent never waits: when there is nothing to send, it is told to pause the transfer, and has it resumed when the
/// next piece comes. Whoever fills the pipe waits until the piece before was taken.
final class UploadPipe: Sendable {
    /// How many bytes the body has, if the caller said so.
    let length: Int64?

    private struct State {
        var piece: ArraySlice<UInt8> = []
        var isPaused = false
        var isComplete = false
        var count: Int64 = 0
        var failure: TransportError?
        var isClosed = false
        var writer: CheckedContinuation<Void, Never>?
        var resume: (@Sendable () -> Void)?
        var onClose: (@Sendable () -> Void)?

        mutating func takeWriter() -> CheckedContinuation<Void, Never>? {
            defer { writer = nil }
            return writer
        }

        /// What has to be called, outside the lock, for the agent to go on.
        mutating func takeResume() -> (@Sendable () -> Void)? {
            defer { isPaused = false }
            return isPaused ? resume : nil
        }
    }

    /// What the agent finds.
    enum Supply: Hashable {
        case bytes(Int)
        case pause
        case end
        case failure(TransportError)
    }

    private let state = Lock(State())

    init(length: Int64?) { self.length = length }

    /// What resumes the transfer, and what is to happen when it ends before the body does.
    func connect(resume: @escaping @Sendable () -> Void, onClose: @escaping @Sendable () -> Void) {
        let isClosed = state.withLock { state in
            state.resume = resume
            state.onClose = onClose
            return state.isClosed
        }
        if isClosed { onClose() }
    }

    /// For the agent: moves the next bytes into `target`.
    func supply(_ target: UnsafeMutableBufferPointer<UInt8>) -> Supply {
        let (supply, writer) = state.withLock { state in
            if let failure = state.failure {
                return (Supply.failure(failure), nil as CheckedContinuation<Void, Never>?)
            }
            guard !state.piece.isEmpty else {
                guard !state.isComplete else { return (.end, nil) }
                state.isPaused = true
                return (.pause, state.takeWriter())
            }
            let count = min(target.count, state.piece.count)
            _ = unsafe target.update(fromContentsOf: state.piece.prefix(count))
            state.piece.removeFirst(count)
            return (.bytes(count), state.piece.isEmpty ? state.takeWriter() : nil)
        }
        writer?.resume()
        return supply
    }

    /// For the agent: the request was refused before its body was complete. The body ends here, so that the answer can;
    /// libcurl would go on to wait for the rest of it.
    func refuse() {
        let (writer, resume) = state.withLock { state in
            state.isClosed = true
            state.isComplete = true
            state.failure = nil
            state.piece = []
            return (state.takeWriter(), state.takeResume())
        }
        writer?.resume()
        resume?()
    }

    /// For the agent: the transfer has ended, nothing more is taken.
    func close() {
        let (writer, onClose) = state.withLock { state in
            state.isClosed = true
            state.piece = []
            state.resume = nil
            defer { state.onClose = nil }
            return (state.takeWriter(), state.onClose)
        }
        writer?.resume()
        onClose?()
    }

    /// Hands over a piece, then waits until it was taken. Returns false once nothing more is wanted.
    func write(_ piece: [UInt8]) async -> Bool {
        guard !piece.isEmpty else { return !state.withLock { $0.isClosed } }
        let resume = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.isClosed else { return nil }
            state.count += Int64(piece.count)
            if let length, state.count > length { state.failure = Self.wrongLength }
            state.piece = piece[...]
            return state.takeResume()
        }
        resume?()
        await withCheckedContinuation { continuation in
            let isTaken = state.withLock { state in
                let isTaken = state.piece.isEmpty || state.isClosed || state.failure != nil
                if !isTaken { state.writer = continuation }
                return isTaken
            }
            if isTaken { continuation.resume() }
        }
        return state.withLock { !$0.isClosed && $0.failure == nil }
    }

    /// The body is complete, or cannot be completed.
    func finish(_ failure: TransportError? = nil) {
        let resume = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.isClosed else { return nil }
            state.isComplete = true
            if state.failure == nil { state.failure = failure }
            if state.failure == nil, let length, state.count != length { state.failure = Self.wrongLength }
            return state.takeResume()
        }
        resume?()
    }

    private static let wrongLength = TransportError.requestBodyFailed("it does not have the length that was said")
}
