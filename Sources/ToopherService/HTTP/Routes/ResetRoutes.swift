#if Service

internal import CryptoCore
internal import Database
internal import Hummingbird

/// The routes with which requesters help users who have lost their phones.
struct ResetRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/pairings/{id}/generate_reset_link") { request, context in
            let signed = try await core.authenticate(request, context)
            return try await generate(context, signed, base: core.base(of: request, context))
        }
        router.post("v1/pairings/{id}/send_reset_link") { request, context in
            let signed = try await core.authenticate(request, context)
            return try await send(context, signed, base: core.base(of: request, context))
        }
    }

    private func generate(
        _ context: ServiceRequestContext, _ signed: SignedRequest, base: String
    ) async throws -> Response {
        let id = try pairingID(context)
        let question = try signed.parameters.label("security_question")
        let answer = signed.parameters.text("security_answer")
        let check: (question: String, answer: String)?
        switch (question, answer) {
        case (nil, nil): check = nil
        case (_?, nil): throw ProtocolError.missing("security_answer")
        case (nil, _?): throw ProtocolError.missing("security_question")
        case (let question?, let answer?):
            guard let answer = SecurityAnswer.canonical(answer) else { throw ProtocolError.invalid("security_answer") }
            check = (question, answer)
        }
        let link = try await core.resetLink(
            of: id, for: signed.requester.id, base: base, recording: signed.nonce, check: check)
        return .json(.object([("url", .string(link.url))]))
    }

    private func send(
        _ context: ServiceRequestContext, _ signed: SignedRequest, base: String
    ) async throws -> Response {
        let id = try pairingID(context)
        guard let written = signed.parameters.text("reset_email") else { throw ProtocolError.missing("reset_email") }
        guard let address = MailAddress(written) else { throw ProtocolError.invalid("reset_email") }
        try await core.mailResetLink(
            of: id, to: address, for: signed.requester.id, base: base, recording: signed.nonce)
        return .json(.object([]))
    }

    private func pairingID(_ context: ServiceRequestContext) throws(ProtocolError) -> String {
        guard let id = context.parameters.get("id").flatMap(Identifier.parse) else { throw .notFound }
        return id
    }
}

#endif
