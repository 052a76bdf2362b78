#if Service

internal import OAuth1
internal import Synchronization

/// The limits of ``RequestLimits`` and how far they are used, in memory: each node of a service counts for itself.
final class RequestRates: Sendable {
    private struct State {
        var registrations: OriginRates
        var offers: OriginRates
        var wrongPhrases: RateTable<String>
    }

    private let state: Mutex<State>
    private let clock: UnixClock

    init(_ limits: RequestLimits, clock: @escaping UnixClock) {
        state = Mutex(
            State(
                registrations: OriginRates(perAddress: limits.registrationsPerAddress, inAll: limits.registrations),
                offers: OriginRates(perAddress: limits.offersPerAddress, inAll: limits.offers),
                wrongPhrases: RateTable(limits.wrongPhrases)))
        self.clock = clock
    }

    /// Counts the registration of a device.
    func register(from origin: RequestOrigin) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.registrations.take(from: origin, at: now) })
    }

    /// Counts the offer of a phrase.
    func offer(from origin: RequestOrigin) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.offers.take(from: origin, at: now) })
    }

    /// Counts a phrase as wrong, before it is looked up, so that phrases that are tried at once count too.
    func guess(by requesterID: String) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.wrongPhrases.take(requesterID, at: now) })
    }

    /// Takes back the count of a phrase that was right.
    func guessedRight(by requesterID: String) {
        state.withLock { $0.wrongPhrases.giveBack(requesterID) }
    }

    private func check(_ delay: Int64?) throws(ProtocolError) {
        if let delay { throw .tooManyRequests(retryAfter: (delay + 999) / 1000) }
    }
}

#endif
