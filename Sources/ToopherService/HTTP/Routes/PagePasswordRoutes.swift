#if Service

internal import Database
internal import Hummingbird

/// What the page of a log-in offers whose phone cannot answer: a one-time password, or a mail with which the phone is replaced.
struct PagePasswordRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/web/otp") { request, context in try await judge(request) }
        router.post("oauth/v1/otp") { request, context in try await judge(request, prefix: WebLogin.tokenPrefix) }
        router.post("v1/web/lost") { request, context in try await mailResetLink(request, context) }
    }

    /// Judges a one-time password. A wrong one ends nothing: guesses are counted, and locked after some.
    private func judge(_ request: Request, prefix: String = "") async throws -> Response {
        let (_, digest, fields) = try await call(request, prefix)
        guard let password = try fields.opaque("otp") else { throw ProtocolError.missing("otp") }
        let (now, sealer) = (core.clock(), core.store.sealer)
        let verdict = try await core.store.transaction(recording: nil) { transaction throws(DatabaseError) in
            try Store.judgeOnPage(password, tokenDigest: digest, now: now, sealer: sealer, transaction)
        }
        return switch verdict {
        case .valid: .json(.object([("status", .string("valid"))]))
        case .invalid: .json(.object([("status", .string("invalid"))]))
        case .locked(let until): .refusal(.tooManyRequests(retryAfter: until - now))
        }
    }

    private func mailResetLink(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let (session, digest, _) = try await call(request)
        guard let address = session.resetAddress else { throw ProtocolError.noMail }
        let asked = try await core.store.database.read { connection throws(DatabaseError) in
            try Store.joinedRequest(tokenDigest: digest, connection)
        }
        guard let pairingID = asked?.pairingID else { throw ProtocolError.notFound }
        try await core.mailResetLink(
            of: pairingID, to: address, for: session.requesterID, base: core.base(of: request, context),
            recording: nil)
        return .json(.object([]))
    }

    private func call(
        _ request: Request, _ prefix: String = ""
    ) async throws -> (PageSession, digest: String, RequestParameters) {
        let body = try await request.bodyBytes()
        let digest = try PageCallReader.tokenDigest(of: request, prefix: prefix)
        guard let session = try await core.store.pageSession(tokenDigest: digest, now: core.clock()),
            try await core.requester(id: session.requesterID) != nil
        else { throw ProtocolError.notFound }
        return (session, digest, try PageCallReader.fields(of: body, request))
    }
}

#endif
