#if Service

internal import Database

/// What a node keeps in memory, and what it does when a transaction of any node has changed something.
struct ServiceCaches: Sendable {
    let changes: ChangeNotifier
    let requesters = RequesterDirectory()
    /// Wakes up what sends webhooks.
    let webhooks = Alarm()
    /// Wakes up what seals the log.
    let audit = Alarm()
    let streams = OpenStreams()
    /// By id. OpenSSL needs some kilobytes for each key.
    let devices = BoundedCache<String, Device>(capacity: 5000)

    /// Where phones get push messages, by the id of the phone; `nil` for one that gets none.
    let subscriptions = BoundedCache<String, StoredPushSubscription?>(capacity: 20_000)

    /// Handles a notification of the database.
    func receive(_ notification: DatabaseNotification) {
        switch notification {
        case .payload(let payload):
            switch StoreChange(payload: payload) {
            case .requesters:
                requesters.removeAll()
                // One may have been resumed, or have an endpoint now.
                webhooks.ring()
            case .webhooks: webhooks.ring()
            case .audit: audit.ring()
            case .deviceSettings(let id):
                devices.remove(id)
                subscriptions.remove(id)
            case let change?: if let topic = change.topic { changes.notify(topic) }
            // Of a newer program on another node.
            case nil: break
            }
        case .connectionRestored:
            requesters.removeAll()
            devices.removeAll()
            subscriptions.removeAll()
            changes.notifyAll()
            webhooks.ring()
            audit.ring()
        }
    }
}

#endif
