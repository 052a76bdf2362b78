#if Service

internal import CryptoCore
internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import QRCode

/// The routes of pairings that wait for a phone: with a QR code, or with a link in a text message.
struct InvitationRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/pairings/create/qr") { request, context in
            let signed = try await core.authenticate(request, context)
            return try await create(signed, base: core.base(of: request, context))
        }
        router.post("v1/pairings/create/sms") { request, context in
            let signed = try await core.authenticate(request, context)
            return try await createWithText(signed, base: core.base(of: request, context))
        }
        router.get("v1/qr/pairings/{id}") { request, context in
            let signed = try await core.authenticate(request, context)
            return try await picture(request, context, signed)
        }
    }

    private func create(_ signed: SignedRequest, base: String) async throws -> Response {
        guard let userName = try signed.parameters.userName("user_name") else {
            throw ProtocolError.missing("user_name")
        }
        let invitation = try await core.invite(
            userName: userName, of: signed.requester.id, base: base, recording: signed.nonce)
        return .json(Representation.Pairing(invitation.pairing, at: core.clock()))
    }

    private func createWithText(_ signed: SignedRequest, base: String) async throws -> Response {
        let parameters = signed.parameters
        guard let userName = try parameters.userName("user_name") else { throw ProtocolError.missing("user_name") }
        guard let written = parameters.text("phone_number") else { throw ProtocolError.missing("phone_number") }
        let country = parameters.text("phone_country", "country_code")
        guard let number = TelephoneNumber(written, country: country) else {
            throw ProtocolError.invalid("phone_number")
        }
        guard let hook = core.hooks.sms else { throw ProtocolError.noTextMessages }
        let use = MessageRates.Use(requesterID: signed.requester.id, recipient: number.text)
        try core.rates.send(use, as: .pairing)
        do {
            let invitation = try await core.invite(
                userName: userName, of: signed.requester.id, base: base, recording: signed.nonce)
            try hook.send(
                OutgoingMessage(
                    kind: .pairing, recipient: number.text, requester: signed.requester.name, user: userName,
                    link: invitation.link, expires: invitation.pairing.expires))
            return .json(Representation.Pairing(invitation.pairing, at: core.clock()))
        } catch {
            // A replay, or a database that is away, sends nothing.
            core.rates.sentNothing(use, as: .pairing)
            throw error
        }
    }

    /// Returns the QR code of a pairing's link: PNG, or SVG for who asks for it.
    private func picture(
        _ request: Request, _ context: ServiceRequestContext, _ signed: SignedRequest
    ) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw ProtocolError.notFound }
        let isVector: Bool
        switch signed.parameters.text("format")?.lowercased() {
        case "svg": isVector = true
        case "png": isVector = false
        case nil: isVector = request.headers[.accept]?.contains("image/svg+xml") == true
        default: throw ProtocolError.invalid("format")
        }
        let token = try core.store.sealer.links.invitationToken(pairingID: id)
        let (digest, now) = (try LinkToken.digest(token), core.clock())
        let pairing = try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            let found = Pairing.found(try Store.pairing(id: id, transaction), by: signed.requester.id)
            guard case .success(let pairing) = found,
                try !Store.isInvited(pairing, tokenDigest: digest, now: now, transaction)
            else { return found }
            return .failure(.noInvitation)
        }
        let invitation = PairingInvitation(pairing, token: token, base: try core.base(of: request, context))
        let symbol = try QRSymbol(invitation.link)
        return isVector
            ? Response(status: .ok, type: "image/svg+xml; charset=utf-8", bytes: symbol.svg())
            : Response(status: .ok, type: "image/png", bytes: try symbol.png())
    }
}

#endif
