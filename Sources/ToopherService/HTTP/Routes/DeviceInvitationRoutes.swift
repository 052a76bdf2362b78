#if Service

internal import CryptoCore
internal import Database
internal import FoundationEssentials
internal import Hummingbird

/// The route with which a phone takes an invitation; see `docs/device-protocol.md`.
struct DeviceInvitationRoutes: Sendable {
    let core: ServiceCore

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/device/invitations") { try await take($0, $1) }
    }

    private func take(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        struct Invitation: Decodable {
            var token: String
        }
        let signed = try await core.authenticateDevice(request, context)
        guard request.mediaType == "application/json" else { throw ProtocolError.mediaType }
        guard let invitation = try? JSONDecoder().decode(Invitation.self, from: Data(signed.body)) else {
            throw ProtocolError(status: 400, "The request body is not the expected JSON")
        }
        let (digest, now) = (try LinkToken.digest(invitation.token), core.clock())
        let pairing = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            try Store.takeInvitation(tokenDigest: digest, deviceID: signed.device.id, now: now, transaction)
        }
        return .json(pairing.subject(service: signed.service))
    }
}

#endif
