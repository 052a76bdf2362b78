#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol

extension ToopherService {
    /// Stores made-up decisions with valid signatures, and seals them.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - batchCount: How many get one head.
    ///   - population: Whose devices decide, one after another.
    package func addBenchmarkDecisions(
        count: Int, batchCount: Int, of population: BenchmarkPopulation
    ) async throws {
        var number = 0
        while number < count {
            let (now, end) = (core.clock(), min(number + batchCount, count))
            let decisions = try (number..<end).map { number in
                try BenchmarkDecision(
                    id: core.newID(), by: population.users[number % population.users.count], now: now)
            }
            try await core.store.add(decisions, now: now)
            try await sealer.sealAll()
            number = end
        }
    }
}

/// A made-up approval.
private struct BenchmarkDecision: Sendable {
    let decision: SignedDecision
    let request: AuthenticationRequest

    init(id: String, by user: BenchmarkPopulation.User, now: Int64) throws {
        request = AuthenticationRequest(
            id: id, requesterID: user.pairingID, requesterName: "Example Shop", pairingID: user.pairingID,
            deviceID: user.deviceID, user: User(id: user.pairingID, name: "john.doe@example.org", isEnabled: true),
            terminal: Terminal(id: user.pairingID, name: "Firefox on the office computer", requesterSpecifiedID: ""),
            action: Action(id: user.pairingID, name: "Log In"), automationAllowed: true, challengeRequired: false,
            state: .pending, created: now, shownFrom: now, expires: now + 90)
        let record = DeviceProtocol.DecisionRecord(
            request.subject(service: "https://auth.example.org/v1/"), .init(.approve, decided: now),
            device: user.deviceID)
        let signature = try user.key.signature(for: record.bytesToSign())
        guard let decision = try SignedDecision(record, signature: signature, by: user.key.publicKey) else {
            throw CryptoError.authenticationFailed
        }
        self.decision = decision
    }
}

extension Store {
    fileprivate func add(_ decisions: [BenchmarkDecision], now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            for made in decisions {
                try Self.insert(made.decision, now: now, transaction)
                try Self.record(.decided(made.decision, on: made.request, .granted), now: now, transaction)
            }
        }
    }
}

#endif
