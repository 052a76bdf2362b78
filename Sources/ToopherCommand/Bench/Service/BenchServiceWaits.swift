#if Service

import CurlTransport
import ToopherService

/// Phones that wait for something to decide, each in a held request.
struct BenchServiceWaits: Sendable {
    var baseURL: String
    var population: BenchmarkPopulation
    var count: Int

    /// Opens the requests, waits until all have ended, and returns the resident memory of a process while they were open,
    /// in KiB, and the number of requests that failed.
    func run(process: Int32) async throws -> (residentKibibytes: Int, errors: Int) {
        let transport = try CurlTransport(
            configuration: .init(
                maximumConnections: count, maximumConnectionsPerHost: count, maximumIdleConnections: count))
        let service = try VirtualPhone.serviceURL(baseURL)
        let start = ContinuousClock.now
        let (errors, resident) = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<count {
                let user = population.users[number % population.users.count]
                let phone = VirtualPhone(
                    service: service, deviceID: user.deviceID, key: user.key, transport: transport)
                group.addTask {
                    // The service holds a request for 25 seconds, so that after 20 all are open.
                    try await Task.sleep(until: start + .seconds(10) * number / count)
                    do {
                        return try await phone.pending(wait: 25).isEmpty ? 0 : 1
                    } catch {
                        if number == 0 || number == count - 1 { StandardError.print("a wait ended with: \(error)") }
                        return 1
                    }
                }
            }
            try await Task.sleep(until: start + .seconds(20))
            let resident = BenchServiceProcess.residentKibibytes(process) ?? 0
            return (try await group.reduce(0, +), resident)
        }
        await transport.close()
        return (resident, errors)
    }
}

#endif
