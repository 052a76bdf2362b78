#if Service

internal import CryptoCore
internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import OAuth1
internal import QRCode

/// The page of a reset link: for somebody who has lost the phone and has a browser.
///
/// `GET` changes nothing, since mail programs and browsers fetch links before anybody has decided. The form works without
/// scripts, and its only authority is the token of the link: there is no cookie that another site could use.
struct ResetPageRoutes: Sendable {
    let core: ServiceCore
    private let form = LocalizedPage(PackageResources.reset_html)
    private let question = LocalizedPage(PackageResources.reset_question_html)
    private let done = LocalizedPage(PackageResources.reset_done_html)
    private let refused = LocalizedPage(PackageResources.reset_refused_html)

    /// Creates the routes.
    init(core: ServiceCore) {
        self.core = core
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("v1/pairings/{id}/reset") { request, context in
            try await open(request, context, token: request.uri.queryParameters["reset_authorization"].map(String.init))
        }
        router.post("v1/pairings/{id}/reset") { request, context in try await reset(request, context) }
    }

    private func open(
        _ request: Request, _ context: ServiceRequestContext, token: String?
    ) async throws -> Response {
        guard let id = pairingID(context), let token else { return page(refused, [:], request, status: .notFound) }
        let digest = try LinkToken.digest(token)
        let link = try await core.store.database.read { connection throws(DatabaseError) in
            try Store.resetLink(tokenDigest: digest, pairingID: id, connection)
        }
        guard let link, link.isUsable(at: core.clock()) else { return page(refused, [:], request, status: .notFound) }
        return try await formPage(link, token, request)
    }

    private func reset(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let body = try await request.bodyBytes()
        guard request.mediaType == "application/x-www-form-urlencoded",
            let fields = try? RequestParameters(list: FormEncoding.decode(body)),
            let token = fields.text("reset_authorization"), let id = pairingID(context)
        else { return page(refused, [:], request, status: .notFound) }
        let digest = try LinkToken.digest(token)
        let answer = try fields.text("security_answer").map { text throws(CryptoError) in
            try core.store.sealer.links.answerDigest(SecurityAnswer.canonical(text) ?? "", owner: digest)
        }
        let (nextID, userID, now) = (try core.newID(), try core.newID(), core.clock())
        let nextToken = try core.store.sealer.links.invitationToken(pairingID: nextID)
        let next = NewInvitation(pairingID: nextID, tokenDigest: try LinkToken.digest(nextToken), userID: userID)
        let lifetime = core.lifetimes.pairing
        let outcome = try await core.store.database.write { transaction throws(DatabaseError) in
            try Store.reset(
                tokenDigest: digest, pairingID: id, answer: answer, next: next, now: now, lifetime: lifetime,
                transaction)
        }
        switch outcome {
        case .refused: return page(refused, [:], request, status: .notFound)
        case .wrongAnswer(let link):
            return try await formPage(link, token, request, hasWrongAnswer: true, status: .forbidden)
        case .done(let pairing): return try donePage(pairing, request, base: core.base(of: request, context))
        }
    }

    private func formPage(
        _ link: ResetLink, _ token: String, _ request: Request, hasWrongAnswer: Bool = false,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let device = try await link.pairing.deviceID.asyncFlatMap { id in try await core.device(id: id) }
        let texts = PageTexts.of(.preferred(request.headers[.acceptLanguage]))
        let values: [Substring: String] = [
            "requester": link.pairing.requesterName, "user": link.pairing.user.name, "token": token,
            "phone": link.pairing.phoneName ?? device?.name ?? "", "question": link.question ?? "",
            "problem": hasWrongAnswer ? texts["reset_wrong"] : "",
        ]
        return page(link.question == nil ? form : question, values, request, status: status)
    }

    private func donePage(_ pairing: Pairing, _ request: Request, base: String) throws -> Response {
        let token = try core.store.sealer.links.invitationToken(pairingID: pairing.id)
        let invitation = PairingInvitation(pairing, token: token, base: base)
        let picture = "data:image/png;base64," + Base64.encode(try QRSymbol(invitation.link).png(scale: 6))
        return page(
            done,
            [
                "requester": pairing.requesterName, "user": pairing.user.name, "link": invitation.link,
                "picture": picture, "minutes": String(max(1, (pairing.expires - core.clock()) / 60)),
            ], request, status: .ok)
    }

    private func page(
        _ template: LocalizedPage, _ values: [Substring: String], _ request: Request, status: HTTPResponse.Status
    ) -> Response {
        Response(standalonePage: template.render(values, for: request), status: status)
    }

    private func pairingID(_ context: ServiceRequestContext) -> String? {
        context.parameters.get("id").flatMap(Identifier.parse)
    }
}

#endif
