import Synchronization
import Toopher

/// The sessions of all browsers, in memory, and the accounts behind them.
final class Sessions: Sendable {
    /// After so long without a request a session ends.
    private static let lifetime = Duration.seconds(1800)
    /// Beyond so many the oldest end: strangers open them.
    private static let maximumCount = 10_000

    private let sessions = Mutex<[String: Session]>([:])

    /// Opens a session; returns its id, which only its browser may learn.
    func open(user: String? = nil, pending: Session.Pending? = nil) throws -> (id: String, session: Session) {
        let id = try ToopherIframe.makeRequestToken()
        let session = Session(formToken: try ToopherIframe.makeRequestToken(), user: user, pending: pending)
        sessions.withLock { sessions in
            if sessions.count >= Self.maximumCount {
                let oldest = sessions.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(Self.maximumCount / 10)
                for (id, _) in oldest { sessions[id] = nil }
            }
            sessions[id] = session
        }
        return (id, session)
    }

    /// Returns a session that has not ended.
    func session(_ id: String) -> Session? {
        sessions.withLock { sessions in
            guard let found = sessions[id], ContinuousClock.now - found.lastUse < Self.lifetime else {
                sessions[id] = nil
                return nil
            }
            sessions[id]?.lastUse = .now
            return found
        }
    }

    /// Changes a session, if it is still there.
    func change<Value: Sendable>(_ id: String, _ body: @Sendable (inout Session) -> Value?) -> Value? {
        sessions.withLock { sessions in
            guard var session = sessions[id] else { return nil }
            let value = body(&session)
            sessions[id] = session
            return value
        }
    }

    /// Ends a session.
    func close(_ id: String) {
        sessions.withLock { $0[id] = nil }
    }
}
