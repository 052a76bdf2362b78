#if Service

/// Who has done something how often: a limit of its own for each key, in bounded memory.
///
/// The generic cell rate algorithm (ITU-T I.371 annex A): each key has the time at which its whole burst is permitted again,
/// and each use moves it by one interval.
struct RateTable<Key: Hashable & Sendable>: Sendable {
    let limit: RateLimit
    let capacity: Int
    /// When the whole burst of a key is permitted again, in milliseconds. A key that is not there has it now.
    private var times: [Key: Int64] = [:]
    /// The time of all keys for which there was no room.
    private var overflow: Int64 = .min
    private var purged: Int64 = .min

    init(_ limit: RateLimit, capacity: Int = 10_000) {
        self.limit = limit
        self.capacity = capacity
    }

    /// The number of keys that are remembered.
    var count: Int { times.count }

    /// Uses the limit once; returns `nil` if that was permitted, else after how many milliseconds it will be.
    mutating func take(_ key: Key, at now: Int64) -> Int64? {
        makeRoom(for: key, at: now)
        let burst = Int64(limit.burst) * limit.interval
        let time = time(of: key)
        // A clock that was set back must not refuse for longer than a burst takes.
        let last = min(max(time, now), now + burst)
        let delay = last + limit.interval - now - burst
        guard delay <= 0 else {
            if last < time { set(key, last) }
            return delay
        }
        set(key, last + limit.interval)
        return nil
    }

    /// Takes back one use.
    mutating func giveBack(_ key: Key) {
        set(key, time(of: key) - limit.interval)
    }

    private func time(of key: Key) -> Int64 {
        times[key] ?? (times.count < capacity ? .min / 2 : overflow)
    }

    private mutating func set(_ key: Key, _ time: Int64) {
        if times[key] != nil || times.count < capacity { times[key] = time } else { overflow = time }
    }

    /// Forgets the keys that have their whole burst again, at most once a second.
    private mutating func makeRoom(for key: Key, at now: Int64) {
        guard times.count >= capacity, times[key] == nil, now >= purged + 1000 || now < purged else { return }
        purged = now
        times = times.filter { $0.value > now }
    }
}

#endif
