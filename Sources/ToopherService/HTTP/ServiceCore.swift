#if Service

internal import CryptoCore
internal import Logging
internal import OAuth1

/// What every route works with.
struct ServiceCore: Sendable {
    let store: Store
    let verifier: Verifier
    let ledger: DatabaseNonceLedger
    let urls: RequestURLResolver
    let changes = ChangeNotifier()
    let lifetimes: Lifetimes
    let timestampWindow: Int64
    let clock: UnixClock
    let random: RandomSource
    /// Stands in for the key of a device that does not exist, so that its calls cost the same.
    let dummyDeviceKey: P256.PublicKey
    /// How long a page, a phone or a requester waits in one call, at most.
    var longPoll: Duration = .seconds(25)

    func newID() throws(CryptoError) -> String { try Identifier.make(random) }

    func newRequestIDs() throws(CryptoError) -> NewRequestIDs {
        NewRequestIDs(request: try newID(), terminal: try newID(), action: try newID())
    }
}

#endif
