#if Service

internal import OAuth1
internal import Synchronization

/// The limits of ``RequestLimits`` and how far they are used, in memory: each node of a service counts for itself.
final class RequestRates: Sendable {
    private struct State {
        var registrationsPerAddress: RateTable<AddressBlock>
        var registrations: RateTable<Int>
        var offersPerAddress: RateTable<AddressBlock>
        var offers: RateTable<Int>
        var wrongPhrases: RateTable<String>
    }

    private let state: Mutex<State>
    private let clock: UnixClock

    init(_ limits: RequestLimits, clock: @escaping UnixClock) {
        state = Mutex(
            State(
                registrationsPerAddress: RateTable(limits.registrationsPerAddress),
                registrations: RateTable(limits.registrations),
                offersPerAddress: RateTable(limits.offersPerAddress), offers: RateTable(limits.offers),
                wrongPhrases: RateTable(limits.wrongPhrases)))
        self.clock = clock
    }

    /// Counts the registration of a device.
    func register(from origin: RequestOrigin) throws(ProtocolError) {
        try take(from: origin, \.registrationsPerAddress, \.registrations)
    }

    /// Counts the offer of a phrase.
    func offer(from origin: RequestOrigin) throws(ProtocolError) {
        try take(from: origin, \.offersPerAddress, \.offers)
    }

    /// Counts a phrase as wrong, before it is looked up, so that phrases that are tried at once count too.
    func guess(by requesterID: String) throws(ProtocolError) {
        let now = milliseconds
        try check(state.withLock { $0.wrongPhrases.take(requesterID, at: now) })
    }

    /// Takes back the count of a phrase that was right.
    func guessedRight(by requesterID: String) {
        state.withLock { $0.wrongPhrases.giveBack(requesterID) }
    }

    private var milliseconds: Int64 { clock() * 1000 }

    private func take(
        from origin: RequestOrigin, _ perAddress: WritableKeyPath<State, RateTable<AddressBlock>> & Sendable,
        _ inAll: WritableKeyPath<State, RateTable<Int>> & Sendable
    ) throws(ProtocolError) {
        let now = milliseconds
        let delay: Int64? =
            switch origin {
            case .local: nil
            case .unknown: state.withLock { $0[keyPath: inAll].take(0, at: now) }
            case .address(let address):
                // What one address is refused does not count for all.
                state.withLock { state in
                    state[keyPath: perAddress].take(address, at: now) ?? state[keyPath: inAll].take(0, at: now)
                }
            }
        try check(delay)
    }

    private func check(_ delay: Int64?) throws(ProtocolError) {
        if let delay { throw .tooManyRequests(retryAfter: (delay + 999) / 1000) }
    }
}

#endif
