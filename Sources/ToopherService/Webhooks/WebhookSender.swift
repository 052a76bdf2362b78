#if Service

internal import CryptoCore
internal import Database
internal import Logging
internal import OAuth1
internal import Synchronization

/// Sends what requesters' endpoints are to be told, on each node. The messages are in the database, and the statement that
/// takes one decides which node sends it.
final class WebhookSender: Sendable {
    /// How long it looks for nothing, in seconds. A transaction notifies; this is for a node that has died before it did.
    private static let longestWait: Int64 = 30

    private let store: Store
    private let alarm: Alarm
    private let limits: WebhookLimits
    private let attempt: WebhookAttempt
    private let clock: UnixClock
    private let random: RandomSource
    private let logger: Logger
    private let metrics: SendMetrics?
    private let slots: Mutex<WebhookSlots>

    init(
        store: Store, settings: WebhookSettings, alarm: Alarm, clock: @escaping UnixClock,
        random: @escaping RandomSource, logger: Logger, counting metrics: SendMetrics? = nil
    ) {
        self.metrics = metrics
        self.store = store
        self.alarm = alarm
        limits = settings.limits
        attempt = WebhookAttempt(settings: settings, sealer: store.sealer, clock: clock)
        self.clock = clock
        self.random = random
        self.logger = logger
        slots = Mutex(WebhookSlots(settings.limits))
    }

    /// Sends until the task is cancelled. What is being sent then is left to another node.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let next = await startDue(&group)
                let seconds = max(0, min(next.map { $0 - clock() } ?? Self.longestWait, Self.longestWait))
                await alarm.wait(atMost: .seconds(seconds))
            }
        }
    }

    /// Sends once what is due now, as far as the limits permit; returns when the attempts have ended.
    func sendDue() async {
        await withDiscardingTaskGroup { group in _ = await startDue(&group) }
    }

    /// Begins to send what is due, as far as the limits permit; returns when to look again, in seconds since 1970.
    private func startDue(_ group: inout DiscardingTaskGroup) async -> Int64? {
        let now = clock()
        var next: Int64?
        do {
            // In another order each time, so that nobody is always the last one.
            for queue in try await store.webhookQueues().shuffled() {
                let (ready, free) = slots.withLock { slots in
                    (max(queue.due, slots.pause(of: queue.requesterID)), slots.free(queue.requesterID))
                }
                // Without a place it waits for an attempt that ends, which rings.
                if ready > now { next = min(next ?? ready, ready) }
                guard ready <= now, free > 0 else { continue }
                try await start(&group, queue.requesterID, atMost: free, now: now)
            }
        } catch DatabaseError.cancelled {
            return nil
        } catch {
            logger.warning("the messages to endpoints could not be read", metadata: ["error": "\(error)"])
            return now + 5
        }
        return next
    }

    private func start(
        _ group: inout DiscardingTaskGroup, _ requesterID: String, atMost count: Int, now: Int64
    ) async throws {
        let end = now + limits.deadline.components.seconds + 45
        let taken = try await store.takeMessages(
            of: requesterID, atMost: count, lease: Identifier.make(random), until: end, now: now)
        // None for a requester that was suspended meanwhile: whoever resumes it notifies.
        guard let (target, messages) = taken else { return }
        // Another node was faster, or nothing had to be said: the next one may be due at any time.
        guard !messages.isEmpty else { return alarm.ring() }
        slots.withLock { $0.begin(requesterID, count: messages.count) }
        for message in messages {
            group.addTask { await self.send(message, to: target) }
        }
    }

    private func send(_ message: WebhookMessage, to target: WebhookTarget) async {
        let (start, begun) = (clock(), ContinuousClock.now)
        let outcome = await attempt.send(message, to: target)
        if let ending = SendMetrics.Ending(outcome) { metrics?.record(ending, .now - begun) }
        let now = clock()
        // Also if this task is cancelled meanwhile: what was delivered is not to be sent again.
        await Task { await self.record(outcome, of: message, to: target, now: now) }.value
        let ending: WebhookSlots.Ending =
            switch outcome {
            case .delivered, .gone, .interrupted: now - start < WebhookSlots.slowFrom ? .fast : .slow
            case .failed(_, let retryAfter): .failed(retryAfter: retryAfter)
            }
        slots.withLock { $0.end(target.requesterID, ending, at: now) }
        alarm.ring()
    }

    private func record(
        _ outcome: WebhookOutcome, of message: WebhookMessage, to target: WebhookTarget, now: Int64
    ) async {
        var logger = logger
        logger[metadataKey: "requester"] = "\(target.requesterID)"
        logger[metadataKey: "message"] = "\(message.id)"
        do {
            switch outcome {
            case .delivered: try await store.deleteMessage(message)
            case .gone:
                logger.warning("an endpoint is gone (410), and is told nothing any more")
                try await store.disableWebhook(target, now: now)
            case .interrupted: try await postpone(message, until: now, target, logger)
            case .failed(let reason, let retryAfter):
                logger[metadataKey: "type"] = "\(message.type)"
                logger[metadataKey: "attempt"] = "\(message.attempts)"
                logger[metadataKey: "reason"] = "\(reason)"
                let delay = WebhookSchedule.delay(
                    after: message.attempts, retryAfter: retryAfter, random: try fraction())
                guard let delay else {
                    logger.error("a message to an endpoint was given up")
                    return try await store.deleteMessage(message)
                }
                logger.info("an endpoint has not taken a message", metadata: ["seconds_to_next": "\(delay)"])
                try await postpone(message, until: now + delay, target, logger)
            }
        } catch {
            // It is sent again when its lease has ended.
            logger.warning("what became of a message could not be stored", metadata: ["error": "\(error)"])
        }
    }

    private func postpone(
        _ message: WebhookMessage, until due: Int64, _ target: WebhookTarget, _ logger: Logger
    ) async throws {
        let count = try await store.postponeMessage(
            message, until: due, of: target.requesterID, keeping: limits.queued)
        guard count > 0 else { return }
        logger.error("too many messages wait for an endpoint: the oldest were deleted", metadata: ["count": "\(count)"])
    }

    /// Returns a random number from 0 to 1.
    private func fraction() throws(CryptoError) -> Double {
        let bytes = try random(4)
        return Double(bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }) / Double(UInt32.max)
    }
}

extension SendMetrics.Ending {
    /// What came of a message to an endpoint; `nil` if this node has ended before.
    fileprivate init?(_ outcome: WebhookOutcome) {
        switch outcome {
        case .delivered: self = .delivered
        case .gone: self = .gone
        case .failed: self = .failed
        case .interrupted: return nil
        }
    }
}

#endif
