#if Service

internal import Database
internal import HTTPExchange
internal import HTTPTypes
internal import Logging
internal import OAuth1
internal import Synchronization
internal import WebPush

/// Wakes phones up whose app is not open, through the push services of their browsers.
///
/// Only the node that has created a request sends its message, and keeps it in memory: a message that is lost costs the user a
/// look at the phone, and none is worth delaying the request.
final class PushSender: Sendable {
    /// Delays before further attempts if the push service names none.
    private static let delays: [Int64] = [2, 8, 30]
    /// What a push service says is of no interest.
    private static let maximumResponseBytes = 16 * 1024

    /// The public key of the service's messages, for browsers.
    let publicKey: String

    private let store: Store
    private let caches: ServiceCaches
    private let settings: PushSettings
    private let services: PushServices
    private let server: ApplicationServer
    private let clock: UnixClock
    private let sleep: @Sendable (Duration) async throws -> Void
    private let logger: Logger
    private let metrics: ServiceMetrics?
    private let queue: Mutex<PushQueue>
    /// When it was last logged that too many wait.
    private let loggedAt = Mutex(Int64.min)
    private let notices: AsyncStream<PushNotice>
    private let continuation: AsyncStream<PushNotice>.Continuation

    private init(
        _ configuration: ServiceConfiguration, _ settings: PushSettings, _ key: VAPIDKey, _ store: Store,
        _ caches: ServiceCaches, _ clock: @escaping UnixClock,
        _ sleep: @escaping @Sendable (Duration) async throws -> Void, _ metrics: ServiceMetrics?
    ) throws(WebPushError) {
        self.metrics = metrics
        self.store = store
        self.caches = caches
        self.settings = settings
        queue = Mutex(PushQueue(settings.limits))
        self.clock = clock
        self.sleep = sleep
        logger = configuration.logger
        services = try PushServices(additional: settings.additionalServices)
        publicKey = key.publicKey
        server = ApplicationServer(
            identity: VAPIDIdentity(key: key, contact: try VAPIDContact(settings.contact), clock: clock))
        (notices, continuation) = AsyncStream<PushNotice>.makeStream()
    }

    /// Creates the sender of a service; `nil` without settings. The first one creates the key.
    static func make(
        _ configuration: ServiceConfiguration, _ store: Store, _ caches: ServiceCaches, _ clock: @escaping UnixClock,
        sleep: @escaping @Sendable (Duration) async throws -> Void, counting metrics: ServiceMetrics? = nil
    ) async throws -> PushSender? {
        guard let settings = configuration.push else { return nil }
        let key = try await store.pushKey(now: clock())
        do throws(WebPushError) {
            return try PushSender(configuration, settings, key, store, caches, clock, sleep, metrics)
        } catch {
            throw ServiceError.invalidPushSetting(reason: "\(error)")
        }
    }

    /// Returns the subscription that a phone has sent.
    ///
    /// - Throws: `ProtocolError` if its push service is not on the list, or a part is not valid.
    func subscription(endpoint: String, p256dh: String, auth: String) throws(ProtocolError) -> PushSubscription {
        let subscription: PushSubscription
        do throws(WebPushError) {
            subscription = try PushSubscription(
                endpoint: endpoint, p256dh: p256dh, auth: auth, allowingPlainHTTP: true)
        } catch {
            switch error {
            case .invalidPublicKey: throw .invalid("p256dh")
            case .invalidAuthenticationSecret: throw .invalid("auth")
            default: throw .invalid("endpoint")
            }
        }
        guard services.accept(subscription) else { throw .pushServiceUnknown }
        return subscription
    }

    /// The number of messages that are to be sent, at any time.
    var waitingCount: Int { queue.withLock { $0.count } }

    /// Has a phone woken up, unless too many messages wait. Returns at once.
    func announce(_ notice: PushNotice) {
        let now = clock()
        guard notice.from < notice.until else { return }
        var notice = notice
        notice.isDelayed = notice.from > now
        let made = notice
        switch queue.withLock({ $0.add(made) }) {
        case .taken: continuation.yield(made)
        case .merged: break
        case .refused: logRefusal(of: made, at: now)
        }
    }

    private func logRefusal(of notice: PushNotice, at now: Int64) {
        metrics?.limits.count(.pushMessages)
        let isDue = loggedAt.withLock { last in
            // Also if the clock was set back.
            guard last == .min || now < last || now - last >= 60 else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        logger.warning(
            "too many push messages wait, and some are not sent", metadata: ["requester": "\(notice.requesterID)"])
    }

    /// Sends until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { delays in
            await withTaskGroup(of: Void.self) { messages in
                var active = 0
                for await notice in notices {
                    guard notice.from <= clock() else {
                        delays.addTask { await self.delay(notice) }
                        continue
                    }
                    switch queue.withLock({ $0.begin(notice) }) {
                    case .now: break
                    case .later: continue
                    case .never:
                        queue.withLock { $0.remove(notice) }
                        continue
                    }
                    if active >= max(1, settings.limits.concurrency) {
                        await messages.next()
                        active -= 1
                    }
                    active += 1
                    messages.addTask { await self.send(notice) }
                }
                messages.cancelAll()
            }
            delays.cancelAll()
        }
    }

    /// Waits until a message's time has come.
    private func delay(_ notice: PushNotice) async {
        let isFirst = notice.isDelayed && notice.attempts == 0
        do {
            guard isFirst else {
                try await sleep(.seconds(max(1, notice.from - clock())))
                continuation.yield(notice)
                return
            }
            // Most phones that get no messages never will, and hold no place for them.
            if try await storedSubscription(of: notice) != nil {
                while let latest = queue.withLock({ $0.delayedNotice(of: notice.pairingID, at: clock()) }) {
                    if latest.from <= clock() {
                        continuation.yield(latest)
                        return
                    }
                    try await sleep(.seconds(max(1, latest.from - clock())))
                }
                return
            }
        } catch {
            if !Task.isCancelled { logger.warning("a push message was not sent", metadata: ["error": "\(error)"]) }
        }
        queue.withLock { if isFirst { $0.removeDelayed(notice.pairingID) } else { $0.remove(notice) } }
    }

    /// Sends one message, and sees to it that it is sent again if that is of use.
    private func send(_ notice: PushNotice) async {
        defer { if let next = queue.withLock({ $0.end(notice.deviceID) }) { continuation.yield(next) } }
        var logger = logger
        logger[metadataKey: "device"] = "\(notice.deviceID)"
        do {
            switch try await attempt(notice, logger) {
            case .ended: break
            case .held: return
            case .again(let delay):
                var again = notice
                again.attempts += 1
                again.from = clock() + delay
                if again.attempts < settings.limits.attempts, again.from < again.until {
                    continuation.yield(again)
                    return
                }
                logger.info("a push message was given up", metadata: ["attempts": "\(again.attempts)"])
            }
        } catch {
            if !Task.isCancelled { logger.warning("a push message was not sent", metadata: ["error": "\(error)"]) }
        }
        queue.withLock { $0.remove(notice) }
    }

    /// What came of an attempt.
    private enum Ending {
        /// There is no reason to try again.
        case ended
        /// The push service has too many messages already: it is sent after one of them.
        case held
        /// To be tried again after so many seconds.
        case again(Int64)
    }

    private func storedSubscription(of notice: PushNotice) async throws -> StoredPushSubscription? {
        try await caches.subscriptions.value(notice.deviceID) {
            try await store.pushSubscription(deviceID: notice.deviceID)
        } ?? nil
    }

    /// Sends one message once.
    private func attempt(_ notice: PushNotice, _ logger: Logger) async throws -> Ending {
        let now = clock()
        guard let stored = try await storedSubscription(of: notice) else { return .ended }
        let subscription = try stored.opened(store.sealer)
        // The operator's list may have become shorter.
        guard services.accept(subscription) else { return .ended }
        if !notice.isCertain {
            guard try await store.isPending(notice.subjectID, deviceID: notice.deviceID, now: now) else {
                return .ended
            }
        }
        let host = subscription.audience
        guard queue.withLock({ $0.enter(host, with: notice) }) == .now else { return .held }
        defer { if let next = queue.withLock({ $0.leave(host) }) { continuation.yield(next) } }
        let (request, body) = try server.request(for: try Self.message(notice, at: now), to: subscription)
        let options = TransferOptions(
            connectTimeout: min(settings.limits.deadline, .seconds(10)), totalTimeout: settings.limits.deadline,
            maximumResponseBytes: Self.maximumResponseBytes)
        let usualDelay = Self.delays[min(notice.attempts, Self.delays.count - 1)]
        let response: HTTPTransportResponse
        let start = ContinuousClock.now
        do throws(TransportError) {
            response = try await settings.transport.send(request, body: body, options: options)
        } catch {
            switch error {
            case .cancelled, .closed: return .ended
            case .addressNotPermitted, .invalidRequest, .plainHTTPRefused, .invalidConfiguration,
                .certificateAuthoritiesMissing:
                throw error
            default:
                metrics?.pushes.record(.failed, .now - start)
                logger.info("a push service was not reached", metadata: ["error": "\(error)"])
                return .again(usualDelay)
            }
        }
        let outcome = PushOutcome(response.head, now: clock())
        metrics?.pushes.record(SendMetrics.Ending(outcome), .now - start)
        switch outcome {
        case .accepted: return .ended
        case .gone:
            try await store.transaction(recording: nil) { transaction throws(DatabaseError) in
                .success(
                    try Store.unsubscribe(deviceID: stored.deviceID, endpoint: stored.endpoint, transaction))
            }
            return .ended
        case .retry(let delay):
            logger.info("a push service is busy", metadata: ["status": "\(response.head.status.code)"])
            let isNamed = response.head.headerFields[.retryAfter] != nil
            return .again(isNamed ? max(1, delay.components.seconds) : usualDelay)
        case .rejected(let status):
            logger.warning("a push service refuses a message", metadata: ["status": "\(status)"])
            return .ended
        }
    }

    /// Says nothing but that there is something: the phone fetches the rest.
    private static func message(_ notice: PushNotice, at now: Int64) throws(WebPushError) -> PushMessage {
        // Ids are letters, digits and hyphens. One topic for all, since the phone fetches everything that is pending.
        PushMessage(
            payload: Array("{\"id\":\"\(notice.subjectID)\"}".utf8), timeToLive: max(0, notice.until - now),
            urgency: .high, topic: PushTopic("pending"))
    }
}

extension SendMetrics.Ending {
    /// What came of a message to a push service.
    fileprivate init(_ outcome: PushOutcome) {
        self =
            switch outcome {
            case .accepted: .delivered
            case .gone: .gone
            case .retry: .failed
            case .rejected: .rejected
            }
    }
}

#endif
