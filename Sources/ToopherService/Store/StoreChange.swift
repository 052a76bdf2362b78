#if Service

internal import Database

/// What a transaction has changed, for those on any node who wait for it.
enum StoreChange: Sendable, Hashable {
    /// A decision is pending on this device.
    case device(id: String)
    /// This authentication request has been decided.
    case authenticationRequest(id: String)
    /// This pairing has been decided.
    case pairing(id: String)
    /// This device was changed.
    case deviceSettings(id: String)
    /// A requester was added or changed.
    case requesters
    /// A requester's endpoint is to be told something.
    case webhooks
    /// The log has something to seal.
    case audit

    /// The change that a notification is about; `nil` for one of another version of this program.
    init?(payload: String) {
        let parts = payload.split(separator: " ", maxSplits: 1).map(String.init)
        switch (parts.first, parts.dropFirst().first) {
        case ("device", let id?): self = .device(id: id)
        case ("request", let id?): self = .authenticationRequest(id: id)
        case ("pairing", let id?): self = .pairing(id: id)
        case ("device-settings", let id?): self = .deviceSettings(id: id)
        case ("requesters", nil): self = .requesters
        case ("webhooks", nil): self = .webhooks
        case ("audit", nil): self = .audit
        default: return nil
        }
    }

    /// The text of the notification.
    var payload: String {
        switch self {
        case .device(let id): "device " + id
        case .authenticationRequest(let id): "request " + id
        case .pairing(let id): "pairing " + id
        case .deviceSettings(let id): "device-settings " + id
        case .requesters: "requesters"
        case .webhooks: "webhooks"
        case .audit: "audit"
        }
    }

    /// What those who wait have subscribed to.
    var topic: ChangeNotifier.Topic? {
        switch self {
        case .device(let id): .device(id: id)
        case .authenticationRequest(let id): .authenticationRequest(id: id)
        case .pairing(let id): .pairing(id: id)
        case .deviceSettings, .requesters, .webhooks, .audit: nil
        }
    }
}

extension Transaction {
    /// Tells every node of a change, after the commit.
    func notify(_ change: StoreChange) throws(DatabaseError) {
        try notify(change.payload)
    }
}

#endif
