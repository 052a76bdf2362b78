internal import HTTPExchange
internal import Platform

/// A pipe for a request body from an asynchronous sequence to the agent, at the pace of the network.
///
/// The agent never waits: an empty pipe makes it pause the transfer, and the next piece makes it resume. The writer waits
/// until each piece has been taken.
final class UploadPipe: Sendable {
    /// The next step of the agent.
    enum Supply: Hashable {
        case bytes(Int)
        case pause
        case end
        case failure(TransportError)
    }

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

        /// Returns what resumes the transfer, to be called outside the lock.
        mutating func takeResume() -> (@Sendable () -> Void)? {
            defer { isPaused = false }
            return isPaused ? resume : nil
        }
    }

    private static let wrongLength = TransportError.requestBodyFailed("it does not have the announced length")

    /// The announced number of bytes, if any.
    let length: Int64?
    private let state = Lock(State())

    init(length: Int64?) { self.length = length }

    /// Sets what resumes the transfer, and what is called when the transfer ends.
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

    /// For the agent: ends the body, because the server refused the request before the body was complete. Otherwise libcurl
    /// would wait for the rest of it.
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

    /// For the agent: closes the pipe at the end of the transfer.
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

    /// Writes a piece, then waits until it was taken. Returns `false` once the pipe is closed.
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

    /// Ends the body, or reports that it cannot be completed.
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
}
