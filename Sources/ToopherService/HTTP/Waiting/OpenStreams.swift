#if Service

internal import Synchronization

/// The streams of events that are open, by phone.
///
/// A phone's network may end a connection without a word. The stream that is left keeps its place for minutes, so a new one
/// ends the oldest: a phone always gets the stream that it asks for, and keeps places for its other waits.
final class OpenStreams: Sendable {
    /// How many a phone may have: of the app's window, and of one that is just being closed.
    static let limit = 2

    private struct State {
        var next = 0
        var byDevice: [String: [Int]] = [:]
    }

    private let state = Mutex(State())

    /// Opens a stream of a phone; returns its number, and whether it has ended another one.
    func open(_ deviceID: String) -> (number: Int, hasEndedAnother: Bool) {
        state.withLock { state in
            state.next += 1
            var open = state.byDevice[deviceID, default: []]
            open.append(state.next)
            let isOver = open.count > Self.limit
            if isOver { open.removeFirst() }
            state.byDevice[deviceID] = open
            return (state.next, isOver)
        }
    }

    /// Returns whether a stream of a phone goes on.
    func contains(_ number: Int, of deviceID: String) -> Bool {
        state.withLock { $0.byDevice[deviceID]?.contains(number) == true }
    }

    /// Closes a stream of a phone.
    func close(_ number: Int, of deviceID: String) {
        state.withLock { state in
            state.byDevice[deviceID]?.removeAll { $0 == number }
            if state.byDevice[deviceID]?.isEmpty == true { state.byDevice[deviceID] = nil }
        }
    }
}

#endif
