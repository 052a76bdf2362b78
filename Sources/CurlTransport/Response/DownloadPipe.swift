internal import HTTPExchange
internal import Platform

/// A pipe for a response body from the agent to its reader, at the pace of the reader.
///
/// The agent never waits: a pipe with ``highWater`` bytes makes it pause the transfer, and a reader that has emptied the
/// pipe makes it resume.
final class DownloadPipe: Sendable {
    /// The result of a read.
    enum Chunk: Sendable {
        /// The bytes in the pipe, and whether the paused transfer must be resumed.
        case bytes([UInt8], resume: Bool)
        case end(Completion.Outcome)
    }

    private struct State {
        var bytes: [UInt8] = []
        /// The size of the last read, which is the one to expect.
        var lastCount = 0
        var isPaused = false
        var end: Completion.Outcome?
        var reader: CheckedContinuation<Void, Never>?

        mutating func takeReader() -> CheckedContinuation<Void, Never>? {
            defer { reader = nil }
            return reader
        }
    }

    /// How many bytes the pipe holds.
    static let highWater = 512 << 10

    private let state = Lock(State())

    /// For the agent: appends a piece without waking the reader. Returns `false` and appends nothing if the transfer must
    /// pause.
    func append(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
        state.withLock { state in
            guard state.bytes.isEmpty || state.bytes.count + piece.count <= Self.highWater else {
                state.isPaused = true
                return false
            }
            if state.bytes.isEmpty { state.bytes.reserveCapacity(state.lastCount) }
            unsafe state.bytes.append(contentsOf: piece)
            return true
        }
    }

    /// For the agent: wakes the reader if there are bytes.
    func wakeReader() {
        let reader = state.withLock { $0.bytes.isEmpty ? nil : $0.takeReader() }
        reader?.resume()
    }

    /// Sets the end of the body; later calls have no effect.
    func finish(_ end: Completion.Outcome) {
        let reader = state.withLock { state in
            if state.end == nil { state.end = end }
            return state.takeReader()
        }
        reader?.resume()
    }

    /// The reason why the body is incomplete; `nil` as long as there is none.
    var failure: TransportError? {
        state.withLock { state -> TransportError? in
            guard case .failure(let error) = state.end else { return nil }
            return error
        }
    }

    /// For the reader: waits for bytes or for the end. One reader at a time.
    func read() async -> Chunk {
        while true {
            if let chunk = state.withLock({ Self.takeChunk(of: &$0) }) { return chunk }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    let isReady = !state.bytes.isEmpty || state.end != nil
                    if !isReady { state.reader = continuation }
                    return isReady
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// Bytes come before the end, but not before a failure: the rest of a broken body is useless.
    private static func takeChunk(of state: inout State) -> Chunk? {
        if case .failure(let error) = state.end { return .end(.failure(error)) }
        guard state.bytes.isEmpty else {
            let chunk = Chunk.bytes(state.bytes, resume: state.isPaused)
            state.lastCount = state.bytes.count
            state.bytes = []
            state.isPaused = false
            return chunk
        }
        return state.end.map { .end($0) }
    }
}
