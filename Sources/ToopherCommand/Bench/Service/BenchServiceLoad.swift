#if Service

import CurlTransport
import OAuth1
import Toopher
import ToopherService

/// Requesters and phones that complete approvals, so many at once.
struct BenchServiceLoad: Sendable {
    /// The base URLs of the nodes. Each step of an approval goes to the next one.
    var baseURLs: [String]
    var population: BenchmarkPopulation
    /// The number of approvals at once.
    var concurrency: Int
    /// How long approvals begin.
    var duration: Duration
    /// Whether the requester waits in a held request before the phone decides.
    var isHeld: Bool

    /// Completes approvals, and waits for the last ones.
    func run() async throws -> BenchServiceTally {
        let transport = try CurlTransport(
            configuration: .init(
                maximumConnections: concurrency * 2, maximumConnectionsPerHost: concurrency * 2,
                maximumIdleConnections: concurrency * 2))
        let apis = try baseURLs.map { url throws(ToopherError) in
            try ToopherAPI(
                key: population.consumerKey, secret: population.consumerSecret, baseURL: url, transport: transport)
        }
        let services = try baseURLs.map { try VirtualPhone.serviceURL($0) }
        let end = ContinuousClock.now + duration
        // On the transport's thread: the requesters and phones take less from the service.
        let tally = await withTaskExecutorPreference(transport.executor) {
            await withTaskGroup(of: BenchServiceTally.self) { group in
                for task in 0..<concurrency {
                    group.addTask { await work(task, until: end, apis, services, transport) }
                }
                return await group.reduce(into: BenchServiceTally()) { $0.add($1) }
            }
        }
        await transport.close()
        return tally
    }

    /// Completes one approval after another. Each task has users of its own, so that a phone has one pending request.
    private func work(
        _ task: Int, until end: ContinuousClock.Instant, _ apis: [ToopherAPI], _ services: [ExternalURL],
        _ transport: CurlTransport
    ) async -> BenchServiceTally {
        var tally = BenchServiceTally()
        var user = task
        while ContinuousClock.now < end {
            do {
                let cycle = BenchServiceCycle(
                    user: population.users[user],
                    apis: apis, services: services, node: user + tally.cycles, transport: transport, isHeld: isHeld)
                try await cycle.run(&tally)
                tally.cycles += 1
            } catch {
                tally.errors += 1
                tally.firstError = tally.firstError ?? "\(error)"
            }
            user += concurrency
            if user >= population.users.count { user = task }
        }
        return tally
    }
}

#endif
