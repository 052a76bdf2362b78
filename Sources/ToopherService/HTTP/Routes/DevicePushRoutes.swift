#if Service

internal import Database
internal import FoundationEssentials
internal import Hummingbird

/// The routes with which a phone says where it gets push messages.
struct DevicePushRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.put("v1/device/push") { request, context in
            try await subscribe(request, core.authenticateDevice(request, context))
        }
        router.delete("v1/device/push") { request, context in
            try await unsubscribe(core.authenticateDevice(request, context))
        }
    }

    private func subscribe(_ request: Request, _ signed: SignedDeviceCall) async throws -> Response {
        struct Subscription: Decodable {
            var endpoint: String
            var p256dh: String
            var auth: String
        }
        guard let push = core.push else { throw ProtocolError.noPush }
        guard request.mediaType == "application/json" else { throw ProtocolError.mediaType }
        guard let sent = try? JSONDecoder().decode(Subscription.self, from: Data(signed.body)) else {
            throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
        let subscription = try push.subscription(endpoint: sent.endpoint, p256dh: sent.p256dh, auth: sent.auth)
        let stored = try StoredPushSubscription(subscription, deviceID: signed.device.id, core.store.sealer)
        let now = core.clock()
        try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            try Store.subscribe(stored, now: now, transaction)
            return .success(())
        }
        return .json(.object([]))
    }

    private func unsubscribe(_ signed: SignedDeviceCall) async throws -> Response {
        let id = signed.device.id
        try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            try Store.unsubscribe(deviceID: id, transaction)
            return .success(())
        }
        return .json(.object([]))
    }
}

#endif
