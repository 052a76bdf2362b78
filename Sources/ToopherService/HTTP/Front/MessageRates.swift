#if Service

/// How often messages have been sent: to each recipient, for each requester, and in all.
struct MessageRates: Sendable {
    /// A message: who wants it sent, and to whom.
    struct Use: Sendable, Hashable {
        var requesterID: String
        var recipient: String
    }

    private var perRecipient: RateTable<String>
    private var perRequester: RateTable<String>
    private var inAll: RateTable<Int>

    init(perRecipient: RateLimit, perRequester: RateLimit, inAll: RateLimit) {
        self.perRecipient = RateTable(perRecipient)
        self.perRequester = RateTable(perRequester)
        self.inAll = RateTable(inAll)
    }

    /// Counts a message; returns `nil` if it was permitted, else after how many milliseconds it will be.
    ///
    /// What one limit refuses does not count for the others.
    mutating func take(_ use: Use, at now: Int64) -> Int64? {
        if let delay = perRecipient.take(use.recipient, at: now) { return delay }
        if let delay = perRequester.take(use.requesterID, at: now) {
            perRecipient.giveBack(use.recipient)
            return delay
        }
        guard let delay = inAll.take(0, at: now) else { return nil }
        perRecipient.giveBack(use.recipient)
        perRequester.giveBack(use.requesterID)
        return delay
    }

    /// Takes back a message that was not sent.
    mutating func giveBack(_ use: Use) {
        perRecipient.giveBack(use.recipient)
        perRequester.giveBack(use.requesterID)
        inAll.giveBack(0)
    }
}

#endif
