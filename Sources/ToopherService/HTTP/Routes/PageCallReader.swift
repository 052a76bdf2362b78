#if Service

internal import CryptoCore
internal import HTTPTypes
internal import Hummingbird
internal import OAuth1

/// Reads the calls of the pages' scripts. Each has the token of its page; no cookie is involved, so no other site can make one.
struct PageCallReader: Sendable {
    let core: ServiceCore

    /// Returns the digest of the token that a call has in its header.
    ///
    /// - Parameter prefix: What precedes the token in the digest of this kind of page.
    static func tokenDigest(of request: Request, prefix: String = "") throws -> String {
        guard let value = request.headers[.authorization], value.hasPrefix("Bearer ") else {
            throw ProtocolError.notFound
        }
        let token = String(value.dropFirst(7))
        // Else it could have a prefix itself, and be taken for that of another kind of page.
        guard LinkToken.isWellFormed(token) else { throw ProtocolError.notFound }
        return try LinkToken.digest(prefix + token)
    }

    /// Returns the call of a page on which phones are paired.
    func call(_ request: Request, _ context: ServiceRequestContext) async throws -> PageCall {
        let body = try await request.bodyBytes()
        let digest = try Self.tokenDigest(of: request)
        guard let (session, isLogIn) = try await session(tokenDigest: digest),
            let secret = try await core.requester(id: session.requesterID)?.secret(id: session.secretID)
        else { throw ProtocolError.notFound }
        return PageCall(
            session: session, isLogIn: isLogIn, secret: secret.secret, digest: digest,
            fields: try Self.fields(of: body, request), base: try core.base(of: request, context),
            connection: context.connection)
    }

    /// Returns the fields of a form.
    static func fields(of body: [UInt8], _ request: Request) throws(ProtocolError) -> RequestParameters {
        guard body.isEmpty || request.mediaType == "application/x-www-form-urlencoded" else { throw .mediaType }
        guard let fields = try? FormEncoding.decode(body, limit: 20) else {
            throw ProtocolError(status: 400, "The request body has too many fields")
        }
        return RequestParameters(list: fields)
    }

    /// Returns the pairing that a page names, which must be its user's, and on the page of a log-in a first one.
    func pairing(of call: PageCall) async throws -> Pairing {
        guard let id = call.fields.text("id").flatMap(Identifier.parse),
            let pairing = try await core.store.pairing(id: id), call.session.owns(pairing),
            !call.isLogIn || pairing.isFirst
        else { throw ProtocolError.notFound }
        return pairing
    }

    /// Returns what a page was opened for, and whether that is a log-in.
    private func session(tokenDigest: String) async throws -> (ManagementSession, isLogIn: Bool)? {
        let now = core.clock()
        if let session = try await core.store.managementSession(tokenDigest: tokenDigest, now: now) {
            return (session, false)
        }
        guard let page = try await core.store.pageSession(tokenDigest: tokenDigest, now: now), page.allowsPairing,
            case .user(let userName) = page.draft.subject
        else { return nil }
        let session = ManagementSession(
            requesterID: page.requesterID, secretID: page.secretID, userName: userName, echo: page.echo,
            expires: page.expires)
        return (session, true)
    }
}

#endif
