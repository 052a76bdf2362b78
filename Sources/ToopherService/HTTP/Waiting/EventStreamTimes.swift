#if Service

/// The times of a phone's stream of events.
struct EventStreamTimes: Sendable {
    /// After so long without an event a comment is sent. Proxies close what is silent for a minute.
    var heartbeat: Duration = .seconds(15)
    /// The seconds after which a stream ends, for the phone to prove anew who it is.
    var lifetime: Int64 = 600
}

#endif
