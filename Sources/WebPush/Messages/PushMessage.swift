/// A message for the service worker of a subscription.
///
/// RFC 8030 section 5.
package struct PushMessage: Sendable {
    /// How important a message is, which tells a phone that saves power when to wake up.
    ///
    /// RFC 8030 section 5.3.
    package enum Urgency: String, Sendable, CaseIterable {
        case veryLow = "very-low"
        case low, normal, high
    }

    /// The longest time that a push service is asked to keep a message, in seconds: four weeks, as the services permit.
    package static let maximumTimeToLive: Int64 = 28 * 86400

    /// What the service worker receives, at most ``MessageEncryption/maximumPayloadCount`` bytes.
    package var payload: [UInt8]
    /// How many seconds the push service keeps the message while the browser cannot be reached. One out of the range from 0
    /// to ``maximumTimeToLive`` counts as the end that is nearer.
    package var timeToLive: Int64
    /// How important it is.
    package var urgency: Urgency
    /// What it replaces and by which it is replaced, as long as the push service keeps it; `nil` for nothing.
    package var topic: PushTopic?

    /// Creates a message.
    package init(payload: [UInt8], timeToLive: Int64, urgency: Urgency = .normal, topic: PushTopic? = nil) {
        self.payload = payload
        self.timeToLive = timeToLive
        self.urgency = urgency
        self.topic = topic
    }
}
