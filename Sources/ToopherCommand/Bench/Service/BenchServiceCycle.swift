#if Service

import CurlTransport
import DeviceProtocol
import OAuth1
import Toopher
import ToopherService

/// One approval.
struct BenchServiceCycle {
    var user: BenchmarkPopulation.User
    var apis: [ToopherAPI]
    var services: [ExternalURL]
    /// Where the first step goes, modulo the number of nodes.
    var node: Int
    var transport: CurlTransport
    var isHeld: Bool

    /// Takes every step, and measures it.
    func run(_ tally: inout BenchServiceTally) async throws {
        let clock = ContinuousClock()
        var start = clock.now
        func lap(_ step: BenchServiceStep) {
            tally.record(step, clock.now - start)
            start = clock.now
        }
        let request = try await api(0).authenticate(
            pairingID: user.pairingID, terminalName: "Benchmark", requesterSpecifiedTerminalID: "benchmark")
        lap(.initiate)
        let pending = try await phone(1).pending()
        guard let shown = pending.first(where: { $0.item.id == request.id }) else {
            throw CommandError("the phone was not shown its request")
        }
        lap(.fetch)
        if isHeld {
            let waiter = api(3)
            async let waiting = waiter.waitForDecision(on: request, timeout: .seconds(20))
            start = clock.now
            try await phone(2).send(.approve, on: shown)
            tally.record(.decide, clock.now - start)
            guard case .granted = try await waiting else { throw CommandError("the request was not granted") }
            lap(.status)
        } else {
            try await phone(2).send(.approve, on: shown)
            lap(.decide)
            let decided = try await api(3).refresh(request)
            guard decided.isGranted else { throw CommandError("the request was not granted") }
            lap(.status)
        }
    }

    private func api(_ step: Int) -> ToopherAPI { apis[(node + step) % apis.count] }

    private func phone(_ step: Int) -> VirtualPhone {
        VirtualPhone(
            service: services[(node + step) % services.count], deviceID: user.deviceID, key: user.key,
            transport: transport)
    }
}

#endif
