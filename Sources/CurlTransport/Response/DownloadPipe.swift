internal import Platform

/// Carries a response body from the agent to its reader, at the reader's pace.
///
/// The agent never waits: when the reader is behind by ``highWater`` bytes, the agent is told to pause the transfer, and
/// the reader, once it has taken what there was, to have it resumed.
final class BodyPipe: Sendable {
    /// How many bytes may wait for the reader.
    static let highWater = 512 << 10

    private struct State {
        var bytes: [UInt8] = []
        /// How many bytes the reader found last time, which is what to expect.
        var lastCount = 0
        var isPaused = false
        var end: Completion.Outcome?
        var reader: CheckedContinuation<Void, Never>?

        mutating func takeReader() -> CheckedContinuation<Void, Never>? {
            defer { reader = nil }
            return reader
        }
    }

    /// What a reader finds.
    enum Find: Sendable {
        /// Bytes that had come; and whether the transfer is paused and must be resumed.
        case bytes([UInt8], resume: Bool)
        case end(Completion.Outcome)
    }

    private let state = Lock(State())

    /// For the agent: adds a piece, of which the reader learns by ``wakeReader()``. Returns false, taking nothing, if the
    /// transfer must pause.
    func offer(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
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

    /// For the agent: lets the reader have what was offered.
    func wakeReader() {
        let reader = state.withLock { $0.bytes.isEmpty ? nil : $0.takeReader() }
        reader?.resume()
    }

    /// Says how the body ended; later calls change nothing.
    func finish(_ end: Completion.Outcome) {
        let reader = state.withLock { state in
            if state.end == nil { state.end = end }
            return state.takeReader()
        }
        reader?.resume()
    }

    /// For the reader: waits for bytes or for the end. One reader at a time.
    func read() async -> Find {
        while true {
            if let find = state.withLock({ Self.find(in: &$0) }) { return find }
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

    /// Bytes come before the end, but not before a failure: what is left of a broken body is of no use.
    private static func find(in state: inout State) -> Find? {
        if case .failure(let error) = state.end { return .end(.failure(error)) }
        guard state.bytes.isEmpty else {
            let find = Find.bytes(state.bytes, resume: state.isPaused)
            state.lastCount = state.bytes.count
            state.bytes = []
            state.isPaused = false
            return find
        }
        return state.end.map { .end($0) }
    }
}

/// The pipes that were offered something in this turn of the agent.
///
/// libcurl hands over what it received in pieces of 16 KiB, however much it was; a reader woken for each of them would take
/// longer to wake than to read. Belongs to the agent thread.
final class OfferedPipes {
    private var pipes: [BodyPipe] = []

    func note(_ pipe: BodyPipe) {
        if pipes.last !== pipe { pipes.append(pipe) }
    }

    func wakeReaders() {
        for pipe in pipes { pipe.wakeReader() }
        pipes.removeAll(keepingCapacity: true)
    }
}
