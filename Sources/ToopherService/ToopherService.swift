#if Service

internal import AuthAPI
internal import CryptoCore
internal import Database
internal import OAuth1
internal import Platform

/// The self-hosted service: a database, and a server that speaks the Toopher protocol.
public final class ToopherService: Sendable {
    let configuration: ServiceConfiguration
    let core: ServiceCore
    let sealer: AuditSealer

    /// Creates a service on its database, which is migrated. The service does not listen yet.
    public convenience init(configuration: ServiceConfiguration) async throws(ServiceError) {
        try await self.init(configuration: configuration, clock: SystemClock.unixSeconds, random: SystemRandom.source)
    }

    /// Creates a service with the clock, random bytes and times of a test.
    init(
        configuration: ServiceConfiguration, clock: @escaping UnixClock, random: @escaping RandomSource,
        longPoll: Duration = .seconds(25), events: EventStreamTimes = EventStreamTimes(),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) async throws(ServiceError) {
        self.configuration = configuration
        // Event loops end the process that may not open their files.
        guard DescriptorLimit.current >= ConnectionLimits.descriptorsWithoutConnections else {
            throw .tooFewDescriptors(
                limit: DescriptorLimit.current, needed: ConnectionLimits.descriptorsWithoutConnections)
        }
        do {
            let isCounted = configuration.operations != nil || configuration.hasDesk
            let metrics = isCounted ? ServiceMetrics(started: clock()) : nil
            let caches = ServiceCaches(changes: ChangeNotifier(limits: configuration.waits, counting: metrics?.limits))
            let store = try await Store.open(configuration, random: random, metrics: metrics) { caches.receive($0) }
            sealer = AuditSealer(
                store: store, alarm: caches.audit, clock: clock, logger: configuration.logger,
                counting: metrics?.entries)
            let push = try await PushSender.make(configuration, store, caches, clock, sleep: sleep, counting: metrics)
            core = ServiceCore(
                store: store,
                verifier: try Verifier(
                    window: .seconds(configuration.timestampWindow), ledger: TransactionalNonces(),
                    leniencies: .toopherClients, clock: clock),
                urls: RequestURLResolver(configuration.externalURL, address: configuration.address), caches: caches,
                origins: RequestOriginResolver(configuration.externalURL, proxies: configuration.clientAddressProxies),
                rates: RequestRates(configuration.requests, clock: clock, counting: metrics?.limits),
                lifetimes: configuration.lifetimes, push: push,
                hooks: MessageHooks(configuration, counting: metrics?.limits),
                phoneFiles: try PhoneFiles(),
                timestampWindow: max(0, configuration.timestampWindow), clock: clock, random: random,
                dummyDeviceKey: try P256.PrivateKey().publicKey, metrics: metrics,
                dummyCallKey: try CallKey(secret: SecretBytes(RandomBytes.generate(40))), longPoll: longPoll,
                events: events)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Calls `body` with a service on its database, and closes it, also if `body` throws.
    ///
    /// Threads that still connect to a database must not run while the process exits.
    public static func open<Result>(
        _ configuration: ServiceConfiguration, _ body: (ToopherService) async throws -> Result
    ) async throws -> Result {
        let service = try await ToopherService(configuration: configuration)
        do {
            let result = try await body(service)
            await service.close()
            return result
        } catch {
            await service.close()
            throw error
        }
    }

    /// Closes the database after the transactions in flight, and when the operator's commands have ended that run. The
    /// service cannot be used afterwards.
    public func close() async {
        core.hooks.stop()
        await core.hooks.finish()
        await core.store.database.close()
    }
}

#endif
