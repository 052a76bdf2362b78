#if Service

/// Which messages wait and which are being sent, so that no requester, no phone and no push service takes the places of others.
struct PushQueue: Sendable {
    /// What happens to a message.
    enum Fate: Sendable, Hashable {
        /// It is taken.
        case taken
        /// Another message that waits says the same.
        case merged
        /// Too many wait.
        case refused
    }

    /// Whether a message may be sent now.
    enum Turn: Sendable, Hashable {
        case now
        /// Not yet: it is returned by the call that ends what it waits for.
        case later
        /// Never: another one is sent in its place, and its place is free.
        case never
    }

    private let limits: PushLimits
    private var total = 0
    private var byRequester: [String: Int] = [:]
    /// What is shown later, by pairing: a newer one takes the place of an older one, whose request it has ended.
    private var delayed: [String: PushNotice] = [:]
    /// The phones to which a message is being sent, and the next one for each.
    private var devices: [String: PushNotice?] = [:]
    private var hosts: [String: Int] = [:]
    private var heldByHost: [String: [PushNotice]] = [:]

    init(_ limits: PushLimits) {
        self.limits = limits
    }

    /// The number of messages that wait or are being sent.
    var count: Int { total }

    /// The most messages of one requester.
    private var share: Int { limits.waiting > 0 ? max(1, limits.waiting / 4) : 0 }
    /// The most messages that are sent to one host at once.
    private var hostShare: Int { max(1, limits.concurrency * 3 / 4) }

    /// Takes a place for a message.
    mutating func add(_ notice: PushNotice) -> Fate {
        if notice.isDelayed, delayed[notice.pairingID] != nil {
            delayed[notice.pairingID] = notice
            return .merged
        }
        guard total < limits.waiting, byRequester[notice.requesterID, default: 0] < share else { return .refused }
        total += 1
        byRequester[notice.requesterID, default: 0] += 1
        if notice.isDelayed { delayed[notice.pairingID] = notice }
        return .taken
    }

    /// Gives the place of a message back.
    mutating func remove(_ notice: PushNotice) {
        total -= 1
        guard let count = byRequester[notice.requesterID] else { return }
        byRequester[notice.requesterID] = count > 1 ? count - 1 : nil
    }

    /// Returns the message of a pairing that is shown later; from its time on it no longer counts as such.
    mutating func delayedNotice(of pairingID: String, at now: Int64) -> PushNotice? {
        guard let notice = delayed[pairingID] else { return nil }
        if notice.from <= now { delayed[pairingID] = nil }
        return notice
    }

    /// Forgets the message of a pairing that is shown later, and gives its place back.
    mutating func removeDelayed(_ pairingID: String) {
        if let notice = delayed.removeValue(forKey: pairingID) { remove(notice) }
    }

    /// Begins to send a message, unless one is being sent to its phone: that one's end returns this one.
    mutating func begin(_ notice: PushNotice) -> Turn {
        guard let held = devices[notice.deviceID] else {
            devices[notice.deviceID] = .some(nil)
            return .now
        }
        guard let held else {
            devices[notice.deviceID] = notice
            return .later
        }
        // The phone fetches everything that is pending. A message that is sent without another look at its request stays.
        if notice.isCertain || !held.isCertain {
            devices[notice.deviceID] = notice
            remove(held)
            return .later
        }
        return .never
    }

    /// Ends what was begun, and returns the next message of that phone.
    mutating func end(_ deviceID: String) -> PushNotice? {
        devices.removeValue(forKey: deviceID) ?? nil
    }

    /// Takes a place at a host for a message that was begun, or keeps it until there is one.
    mutating func enter(_ host: String, with notice: PushNotice) -> Turn {
        guard hosts[host, default: 0] < hostShare else {
            heldByHost[host, default: []].append(notice)
            return .later
        }
        hosts[host, default: 0] += 1
        return .now
    }

    /// Gives a place at a host back, and returns the next message for it.
    mutating func leave(_ host: String) -> PushNotice? {
        let count = hosts[host, default: 1] - 1
        hosts[host] = count > 0 ? count : nil
        guard var held = heldByHost[host] else { return nil }
        let next = held.removeFirst()
        heldByHost[host] = held.isEmpty ? nil : held
        return next
    }
}

#endif
