#if Service

internal import Platform

/// All requesters, in memory, with their prepared keys.
///
/// A request of an unknown requester then costs what any other does: no look-up in the database tells by its time whether a
/// consumer key exists. What another process has added is read when somebody asks for an unknown key, a few times a second
/// at most.
final class RequesterDirectory: Sendable {
    private struct State {
        var byKey: [String: Requester] = [:]
        var keysByID: [String: String] = [:]
        /// The consumer keys of integrations' requesters.
        var keysByIntegration: [String: String] = [:]
        /// When the last reading of the database began; `nil` if the next one must not wait.
        var loaded: ContinuousClock.Instant?
        /// How long it took.
        var cost = Duration.zero
        /// The reading in progress.
        var loading: Task<Void, any Error>?
        /// Counts what may have changed the database: a reading that began before is repeated.
        var generation = 0
    }

    private static let shortestInterval = Duration.milliseconds(100)

    /// Reads all requesters, given those that are known by their consumer keys.
    typealias Loader = @Sendable (_ known: [String: Requester]) async throws -> [Requester]

    private let state = Lock(State())
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Creates a directory that is read when it is first asked.
    ///
    /// - Parameter now: The time of the intervals between readings.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Looks up a requester by its consumer key.
    func requester(consumerKey: String, _ load: @escaping Loader) async throws -> Requester? {
        if let found = state.withLock({ $0.byKey[consumerKey] }) { return found }
        try await refresh(load)
        return state.withLock { $0.byKey[consumerKey] }
    }

    /// Looks up a requester by its id.
    func requester(id: String, _ load: @escaping Loader) async throws -> Requester? {
        if let found = known(id) { return found }
        try await refresh(load)
        return known(id)
    }

    /// Looks up an integration, and the requester that it belongs to.
    func integration(
        key: String, _ load: @escaping Loader
    ) async throws -> (requester: Requester, integration: Integration)? {
        if let found = knownIntegration(key) { return found }
        try await refresh(load)
        return knownIntegration(key)
    }

    /// Reads the database now, and then knows what has changed.
    func reload(_ load: @escaping Loader) async throws {
        state.withLock { state in
            state.loaded = nil
            state.generation += 1
        }
        try await refresh(load)
    }

    /// Forgets every requester: one may have been changed or removed.
    func removeAll() {
        state.withLock { state in
            state.byKey = [:]
            state.keysByID = [:]
            state.keysByIntegration = [:]
            state.loaded = nil
            state.generation += 1
        }
    }

    private func known(_ id: String) -> Requester? {
        state.withLock { state in state.keysByID[id].flatMap { state.byKey[$0] } }
    }

    private func knownIntegration(_ key: String) -> (requester: Requester, integration: Integration)? {
        let requester = state.withLock { state in state.keysByIntegration[key].flatMap { state.byKey[$0] } }
        guard let requester, let integration = requester.integrations.first(where: { $0.key == key }) else {
            return nil
        }
        return (requester, integration)
    }

    /// Reads the database, unless it was just read. Callers at the same time share one reading.
    private func refresh(_ load: @escaping Loader) async throws {
        let reading = state.withLock { state -> Task<Void, any Error>? in
            if let loading = state.loading { return loading }
            let now = self.now()
            // A long reading is repeated more rarely, so that unknown keys take a twentieth of the time at most.
            if let loaded = state.loaded, now < loaded + max(Self.shortestInterval, state.cost * 20) { return nil }
            state.loaded = now
            let task = Task { try await self.read(since: now, load) }
            state.loading = task
            return task
        }
        try await reading?.value
    }

    private func read(since start: ContinuousClock.Instant, _ load: Loader) async throws {
        do {
            while true {
                let (known, generation) = state.withLock { ($0.byKey, $0.generation) }
                if store(try await load(known), since: start, generation) { return }
            }
        } catch {
            state.withLock { state in
                state.loaded = nil
                state.loading = nil
            }
            throw error
        }
    }

    /// Stores what was read; returns `false` if it may be out of date.
    private func store(_ requesters: [Requester], since start: ContinuousClock.Instant, _ generation: Int) -> Bool {
        state.withLock { state in
            guard state.generation == generation else { return false }
            state.byKey = Dictionary(requesters.map { ($0.consumerKey, $0) }) { first, _ in first }
            state.keysByID = Dictionary(requesters.map { ($0.id, $0.consumerKey) }) { first, _ in first }
            let integrations = requesters.flatMap { requester in
                requester.integrations.map { ($0.key, requester.consumerKey) }
            }
            state.keysByIntegration = Dictionary(integrations) { first, _ in first }
            state.cost = self.now() - start
            state.loading = nil
            return true
        }
    }
}

#endif
