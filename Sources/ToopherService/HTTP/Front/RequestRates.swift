#if Service

internal import OAuth1
internal import Synchronization

/// The limits of ``RequestLimits`` and how far they are used, in memory: each node of a service counts for itself.
final class RequestRates: Sendable {
    private struct State {
        var registrations: OriginRates
        var offers: OriginRates
        var wrongPhrases: RateTable<String>
        var userPhrases: RateTable<String>
        var userInvitations: RateTable<String>
        var texts: MessageRates
        var mails: MessageRates
    }

    private let state: Mutex<State>
    private let clock: UnixClock
    private let counters: LimitCounters?

    init(_ limits: RequestLimits, clock: @escaping UnixClock, counting counters: LimitCounters? = nil) {
        self.counters = counters
        state = Mutex(
            State(
                registrations: OriginRates(perAddress: limits.registrationsPerAddress, inAll: limits.registrations),
                offers: OriginRates(perAddress: limits.offersPerAddress, inAll: limits.offers),
                wrongPhrases: RateTable(limits.wrongPhrases), userPhrases: RateTable(limits.wrongPhrasesPerUser),
                userInvitations: RateTable(limits.invitationsPerUser),
                texts: MessageRates(
                    perRecipient: limits.textsPerNumber, perRequester: limits.textsPerRequester, inAll: limits.texts),
                mails: MessageRates(
                    perRecipient: limits.mailsPerAddress, perRequester: limits.mailsPerRequester, inAll: limits.mails)))
        self.clock = clock
    }

    /// Counts the registration of a device.
    func register(from origin: RequestOrigin) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.registrations.take(from: origin, at: now) }, .registrations)
    }

    /// Counts the offer of a phrase.
    func offer(from origin: RequestOrigin) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.offers.take(from: origin, at: now) }, .offers)
    }

    /// Counts a phrase as wrong, before it is looked up, so that phrases that are tried at once count too.
    func guess(by requesterID: String) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.wrongPhrases.take(requesterID, at: now) }, .phrases)
    }

    /// Takes back the count of a phrase that was right.
    func guessedRight(by requesterID: String) {
        state.withLock { $0.wrongPhrases.giveBack(requesterID) }
    }

    /// Counts a phrase that was typed into a page of the service as wrong, for its user and for its requester.
    ///
    /// - Parameter user: The requester's id and the user's name.
    func guess(by requesterID: String, user: String) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.userPhrases.take(user, at: now) }, .userPhrases)
        try guess(by: requesterID)
    }

    /// Takes back the count of a phrase that was right.
    func guessedRight(by requesterID: String, user: String) {
        state.withLock { $0.userPhrases.giveBack(user) }
        guessedRight(by: requesterID)
    }

    /// Counts an invitation that a page shows.
    ///
    /// - Parameter user: The requester's id and the user's name.
    func invite(user: String) throws(ProtocolError) {
        let now = clock() * 1000
        try check(state.withLock { $0.userInvitations.take(user, at: now) }, .userInvitations)
    }

    /// Counts a message before it is sent.
    func send(_ message: MessageRates.Use, as kind: OutgoingMessage.Kind) throws(ProtocolError) {
        let now = clock() * 1000
        try check(
            state.withLock { state in
                switch kind {
                case .pairing: state.texts.take(message, at: now)
                case .reset: state.mails.take(message, at: now)
                }
            }, kind == .pairing ? .texts : .mails)
    }

    /// Takes back the count of a message that was not sent.
    func sentNothing(_ message: MessageRates.Use, as kind: OutgoingMessage.Kind) {
        state.withLock { state in
            switch kind {
            case .pairing: state.texts.giveBack(message)
            case .reset: state.mails.giveBack(message)
            }
        }
    }

    private func check(_ delay: Int64?, _ limit: Limit) throws(ProtocolError) {
        guard let delay else { return }
        counters?.count(limit)
        throw .tooManyRequests(retryAfter: (delay + 999) / 1000)
    }
}

#endif
