#if Service

internal import Database
internal import FoundationEssentials
internal import Hummingbird

/// What a phone asks before it signs anything, and its own settings.
struct DeviceSettingRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("v1/device/service") { try await service($0, $1) }
        router.post("v1/device/name") { request, context in
            try await rename(request, core.authenticateDevice(request, context))
        }
    }

    /// Returns the base URL to sign with, and the time: a phone whose clock is wrong can tell its user.
    private func service(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let url = try core.urls.url(of: request, peer: context.peer)
        return .json(
            .object([
                ("service", .string(ServiceCore.service(of: url))), ("time", .integer(core.clock())),
                ("push_key", core.push.map { .string($0.publicKey) }),
            ]))
    }

    private func rename(_ request: Request, _ signed: SignedDeviceCall) async throws -> Response {
        struct Renaming: Decodable {
            var name: String
        }
        guard request.mediaType == "application/json" else { throw ProtocolError.mediaType }
        guard let renaming = try? JSONDecoder().decode(Renaming.self, from: Data(signed.body)) else {
            throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
        guard let name = DisplayName.normalized(renaming.name) else { throw ProtocolError.invalid("name") }
        let id = signed.device.id
        try await core.store.transaction(
            recording: signed.nonce
        ) { transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            try Store.rename(deviceID: id, name, transaction)
            try transaction.notify(.deviceSettings(id: id))
            return .success(())
        }
        return .json(.object([("name", .string(name))]))
    }
}

#endif
