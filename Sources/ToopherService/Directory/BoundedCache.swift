#if Service

internal import Platform

/// Values that are dear to make, by key. When it is full, half of them are forgotten.
final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var values: [Key: Value] = [:]
        var generation = 0
    }

    private let state = Lock(State())
    private let capacity: Int

    /// Creates an empty cache.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Returns the value of a key, from the cache or from `load`.
    ///
    /// A missing value (`nil`) is not cached.
    func value(_ key: Key, orLoad load: () async throws -> Value?) async rethrows -> Value? {
        let (found, generation) = state.withLock { ($0.values[key], $0.generation) }
        if let found { return found }
        guard let value = try await load() else { return nil }
        state.withLock { state in
            // What was removed meanwhile may be what was loaded.
            guard state.generation == generation else { return }
            if state.values.count >= capacity {
                for key in state.values.keys.prefix(state.values.count / 2 + 1) { state.values[key] = nil }
            }
            state.values[key] = value
        }
        return value
    }

    /// Forgets a value.
    func remove(_ key: Key) {
        state.withLock { state in
            state.values[key] = nil
            state.generation += 1
        }
    }

    /// Forgets all values.
    func removeAll() {
        state.withLock { state in
            state.values = [:]
            state.generation += 1
        }
    }
}

#endif
