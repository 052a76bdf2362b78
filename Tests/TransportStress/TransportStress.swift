import CurlTransport
import HTTPExchange
import TestServer
import TestSupport

/// Sends requests to a server that misbehaves and cancels them at random, on one transport after another.
///
///     TransportStress REQUESTS SEED http|https|http2
///
/// Every request must end with a response or a typed error, and no descriptor may stay open.
/// `script/stress` builds it with sanitizers, which detect races and leaks.
@main
struct TransportStress {
    /// The number of requests that share a server.
    private static let wave = 200
    /// The number of concurrent requests.
    private static let concurrency = 32

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let requests = Int(arguments[1]), let seed = UInt64(arguments[2]), requests > 0,
            let variant = Stage.Variant(rawValue: arguments[3])
        else { fail("usage: TransportStress REQUESTS SEED http|https|http2") }
        let stage = Stage(variant)
        var random = SeededGenerator(seed: seed)
        // What is opened once, such as by the resolver, does not count.
        _ = try await run(wave, on: stage, &random)
        let before = DescriptorCount.now
        let start = ContinuousClock.now
        let tally = try await run(requests, on: stage, &random)
        let after = DescriptorCount.now
        let (seconds, _) = start.duration(to: .now).components
        print(
            "\(variant.rawValue), seed \(seed): \(tally), \(seconds) s; \(before) descriptors open before, \(after) after"
        )
        guard tally.total == requests else { fail("a request has no end") }
        guard tally.isVaried else { fail("nothing completed, nothing failed or nothing was cancelled") }
        guard after <= before else { fail("descriptors stay open") }
    }

    /// Sends so many requests, with a new transport for every tenth wave.
    private static func run(_ requests: Int, on stage: Stage, _ random: inout SeededGenerator) async throws -> Tally {
        var tally = Tally()
        var left = requests
        while left > 0 {
            let transport = try stage.transport()
            for _ in 0..<10 where left > 0 {
                let count = min(left, wave)
                let server = stage.server()
                await send(count, to: server, on: stage, transport, &random, &tally)
                server.stop()
                left -= count
            }
            await transport.close()
        }
        return tally
    }

    private static func send(
        _ count: Int, to server: FaultServer, on stage: Stage, _ transport: CurlTransport,
        _ random: inout SeededGenerator, _ tally: inout Tally
    ) async {
        let plans = (0..<count).map { _ in Plan(&random) }
        await withTaskGroup(of: Tally.Outcome.self) { group in
            for (number, plan) in plans.enumerated() {
                if number >= concurrency, let outcome = await group.next() { tally.add(outcome) }
                group.addTask { await plan.run(transport) { stage.request($0, to: server) } }
            }
            for await outcome in group { tally.add(outcome) }
        }
    }
}
