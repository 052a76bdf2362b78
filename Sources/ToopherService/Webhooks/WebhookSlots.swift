#if Service

/// How many messages a node may send at once, in all and to each endpoint.
///
/// An endpoint that has failed or is slow gets one place, of half of all: the others do not wait for it, however many there are
/// like it.
struct WebhookSlots: Sendable {
    /// What came of an attempt, as far as it counts here.
    enum Ending: Sendable, Hashable { case fast, slow, failed(retryAfter: Int64?) }

    private struct Endpoint: Sendable {
        var inFlight = 0
        var failures = 0
        /// How many fast deliveries it takes until it counts as fast again.
        var slowness = 0
        var pausedUntil = Int64.min

        var isSuspect: Bool { failures > 0 || slowness > 0 }
    }

    /// From how many seconds on a delivery is slow.
    static let slowFrom: Int64 = 3
    /// How many fast deliveries one after the other make a slow endpoint a fast one.
    static let fastAfter = 4
    /// The longest pause of an endpoint that has failed, in seconds, unless it has asked for a longer one.
    static let longestPause: Int64 = 60

    private let limits: WebhookLimits
    private var endpoints: [String: Endpoint] = [:]
    private var inFlight = 0

    init(_ limits: WebhookLimits) {
        self.limits = limits
    }

    /// Returns until when an endpoint is not called, in seconds since 1970.
    func pause(of requesterID: String) -> Int64 { endpoints[requesterID]?.pausedUntil ?? .min }

    /// Returns how many messages may be sent to an endpoint now, besides those under way.
    func free(_ requesterID: String) -> Int {
        let endpoint = endpoints[requesterID] ?? Endpoint()
        let inAll = max(1, limits.concurrency) - inFlight
        guard endpoint.isSuspect else {
            return max(0, min(max(1, limits.concurrencyPerRequester) - endpoint.inFlight, inAll))
        }
        let others = endpoints.values.reduce(0) { $0 + ($1.isSuspect ? $1.inFlight : 0) }
        return max(0, min(1 - endpoint.inFlight, max(1, limits.concurrency / 2) - others, inAll))
    }

    /// Notes that messages are being sent.
    mutating func begin(_ requesterID: String, count: Int) {
        inFlight += count
        endpoints[requesterID, default: Endpoint()].inFlight += count
    }

    /// Notes that one has been sent, or not.
    mutating func end(_ requesterID: String, _ ending: Ending, at now: Int64) {
        guard var endpoint = endpoints[requesterID] else { return }
        inFlight -= 1
        endpoint.inFlight -= 1
        switch ending {
        case .fast, .slow:
            (endpoint.failures, endpoint.pausedUntil) = (0, .min)
            endpoint.slowness = ending == .slow ? Self.fastAfter : max(0, endpoint.slowness - 1)
        case .failed(let retryAfter):
            endpoint.failures += 1
            let pause = min(Self.longestPause, 5 << Int64(min(endpoint.failures - 1, 4)))
            endpoint.pausedUntil = now + max(pause, min(retryAfter ?? 0, WebhookSchedule.longestRetryAfter))
        }
        endpoints[requesterID] = endpoint.inFlight > 0 || endpoint.isSuspect ? endpoint : nil
    }
}

#endif
