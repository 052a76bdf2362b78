#if Service

internal import AuthAPI
internal import CryptoCore
internal import Logging
internal import OAuth1

/// What every route needs.
struct ServiceCore: Sendable {
    let store: Store
    let verifier: Verifier
    let urls: RequestURLResolver
    let caches: ServiceCaches
    let origins: RequestOriginResolver
    let rates: RequestRates
    let lifetimes: Lifetimes
    /// Wakes phones up; `nil` for a service that does not.
    let push: PushSender?
    /// The operator's commands.
    let hooks: MessageHooks
    let phoneFiles: PhoneFiles
    let timestampWindow: Int64
    let clock: UnixClock
    let random: RandomSource
    /// Verifies the calls of unknown devices, so that they take as long as those of known ones.
    let dummyDeviceKey: P256.PublicKey
    /// What is counted for the operator; `nil` if nobody asks.
    var metrics: ServiceMetrics?
    /// Verifies the calls of unknown integrations, for the same reason.
    let dummyCallKey: CallKey
    /// The longest wait of one request, whatever its client asks for.
    var longPoll: Duration = .seconds(25)
    /// The times of a phone's stream of events.
    var events = EventStreamTimes()

    /// Whom a change wakes up.
    var changes: ChangeNotifier { caches.changes }

    /// Returns a new identifier.
    func newID() throws(CryptoError) -> String { try Identifier.make(random) }

    /// Returns what a new authentication request may need that is random.
    func newRequestIDs(_ policy: RequesterPolicy) throws(CryptoError) -> NewRequestIDs {
        try NewRequestIDs(policy, random)
    }
}

#endif
