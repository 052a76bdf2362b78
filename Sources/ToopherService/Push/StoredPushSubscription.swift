#if Service

internal import CryptoCore
internal import Database
internal import WebPush

/// A subscription as it is stored.
struct StoredPushSubscription: Sendable, Hashable {
    let deviceID: String
    let endpoint: String
    /// The point of the browser's key, in base64url.
    let publicKey: String
    /// The authentication secret.
    let sealedSecret: String

    init(deviceID: String, endpoint: String, publicKey: String, sealedSecret: String) {
        self.deviceID = deviceID
        self.endpoint = endpoint
        self.publicKey = publicKey
        self.sealedSecret = sealedSecret
    }

    /// Seals what a phone has sent.
    init(_ subscription: PushSubscription, deviceID: String, _ sealer: SecretSealer) throws(CryptoError) {
        self.init(
            deviceID: deviceID, endpoint: subscription.endpoint,
            publicKey: Base64.encodeURL(subscription.publicKey.x963Representation),
            sealedSecret: try sealer.seal(
                subscription.authenticationSecret, of: SealedColumn.pushSubscriptions.owner(deviceID)))
    }

    /// Opens it.
    func opened(_ sealer: SecretSealer) throws -> PushSubscription {
        try PushSubscription(
            endpoint: endpoint, publicKey: Base64.decodeURL(publicKey) ?? [],
            authenticationSecret: SealedColumn.pushSubscriptions.open(sealedSecret, id: deviceID, sealer),
            allowingPlainHTTP: true)
    }
}

#endif
