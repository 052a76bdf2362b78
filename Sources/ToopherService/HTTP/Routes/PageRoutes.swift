#if Service

internal import CryptoCore
internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import OAuth1

/// The page of a log-in, and what its script waits for.
struct PageRoutes: Sendable {
    let core: ServiceCore
    private let page = LocalizedPage(PackageResources.authenticate_html)
    private let pages = SignedPages()

    /// Creates the routes.
    init(core: ServiceCore) {
        self.core = core
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        pages.add(["v1/web/authenticate", "v1/web/auth"], to: router, open: open)
        router.post("v1/web/result") { request, context in try await result(request, context) }
    }

    /// Verifies the signed URL and returns the page.
    ///
    /// The page's script initiates the authentication request, not this `GET`: a browser's prefetch must not notify the
    /// phone.
    private func open(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticate(request, context)
        let parameters = signed.parameters
        let now = core.clock()
        let userName = try SignedPages.userName(of: parameters, at: now)
        let embedding = try PageEmbedding(signed, request)
        let draft = AuthenticationRequestDraft(
            subject: .user(name: userName), terminalName: try parameters.label("terminal_name") ?? "Web browser",
            requesterSpecifiedID: try parameters.identifier("requester_specified_terminal_id", "terminal_name_extra"),
            actionName: try parameters.label("action_name") ?? Action.defaultName,
            automationAllowed: try parameters.flag("automation_allowed", default: true),
            challengeRequired: try parameters.flag("challenge_required", default: false)
                || signed.requester.policy.alwaysChallenges,
            showsNumber: true)
        let echo = Postback.Echo(
            sessionToken: try parameters.opaque("session_token") ?? "",
            requesterMetadata: parameters.list.first("requester_metadata") == nil
                ? nil : try parameters.opaque("requester_metadata") ?? "")
        let allowsPairing = try parameters.flag("allow_inline_pairing", default: true)
        let session = PageSession(
            requesterID: signed.requester.id, secretID: signed.secretID, draft: draft, echo: echo,
            allowsPairing: allowsPairing, resetAddress: SignedPages.resetAddress(of: parameters),
            expires: now + core.lifetimes.authenticationRequest + core.lifetimes.phrase
                + (allowsPairing ? core.lifetimes.pairing : 0))
        let token = Base64.encodeURL(try core.random(32))
        let digest = try LinkToken.digest(token)
        try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            .success(
                try Store.addPageSession(session, userName: userName, tokenDigest: digest, now: now, transaction))
        }
        let canMail = session.resetAddress != nil && core.hooks.mail != nil
        let values: [Substring: String] = [
            "requester": signed.requester.name, "user": userName, "action": draft.actionName,
            "terminal": draft.terminalName ?? "", "token": token, "can_mail": String(canMail),
        ]
        return Response(
            signedPage: page.render(values.merging(embedding.values) { $1 }, for: request),
            framedBy: embedding.frameOrigins)
    }

    /// Initiates the authentication request, waits for the decision, and returns the signed postback.
    ///
    /// - Parameter web: For a page of the web flow, whose postback nobody verifies: returns where its browser goes, given the
    ///   digest of the page's token and whether the user may be let in.
    func result(
        _ request: Request, _ context: ServiceRequestContext,
        web: ((_ digest: String, _ isGranted: Bool) async throws -> String)? = nil
    ) async throws -> Response {
        // Behind unread bytes the end of the connection could not be seen.
        _ = try await request.bodyBytes()
        let isWaiting = request.uri.queryParameters["wait"] != nil
        // A page of one kind is none of the other: its postback would be one that its requester takes.
        let digest = try PageCallReader.tokenDigest(of: request, prefix: web == nil ? "" : WebLogin.tokenPrefix)
        guard let session = try await core.store.pageSession(tokenDigest: digest, now: core.clock()),
            let requester = try await core.requester(id: session.requesterID),
            let secret = requester.secret(id: session.secretID)
        else { throw ProtocolError.notFound }
        let started = try await join(session, digest, requester)
        let fields: [Parameter]
        var isGranted = false
        var refused: ProtocolError?
        switch started {
        case .failure(let refusal) where session.allowsPairing && refusal.isMendedByPairing:
            return .json(.object([("status", .string("pairing"))]))
        case .failure(let refusal):
            refused = refusal
            fields = Postback.fields(for: refusal)
        case .success(let request):
            // Until what the page shows changes by itself: the phone is asked, or it is too late.
            let now = core.clock()
            let next = request.shownFrom > now ? min(request.shownFrom, request.expires) : request.expires
            let remaining = Duration.seconds(max(0, next - now))
            let (latest, status) = try await core.changes.wait(
                for: .authenticationRequest(id: request.id), by: .page(digest: digest),
                // The first time at once: the user needs the number.
                atMost: isWaiting ? min(core.longPoll, remaining) : .zero, on: context.connection
            ) {
                let latest = try await core.store.authenticationRequest(id: request.id) ?? request
                let status = latest.status(at: core.clock())
                return ((latest, status), !status.isPending)
            }
            if status.isPending {
                return .json(
                    .object([
                        ("status", .string("pending")), ("reason_code", .integer(Int64(status.reasonCode))),
                        ("match_number", latest.matchNumber.map { .string($0) }),
                        ("has_phone", .boolean(latest.pairingID != nil)),
                    ]))
            }
            isGranted = status.isGranted
            fields = Postback.fields(for: latest, status: status)
        }
        let time = try await core.store.completePageSession(
            tokenDigest: digest, refusal: refused, now: core.clock())
        if let web {
            let payload = JSONFragment.object(fields.map { ($0.name, .string($0.value)) })
            let address = try await web(digest, isGranted)
            return .json(
                .object([("status", .string("complete")), ("payload", payload), ("redirect", .string(address))]))
        }
        let signed = try Postback.signed(fields, echo: session.echo, time: time, secret: secret.secret)
        let payload = JSONFragment.object(signed.map { ($0.name, .string($0.value)) })
        return .json(.object([("status", .string("complete")), ("payload", payload)]))
    }

    private func join(
        _ session: PageSession, _ digest: String, _ requester: Requester
    ) async throws -> Result<AuthenticationRequest, ProtocolError> {
        let (ids, now, lifetime) = (
            try core.newRequestIDs(requester.policy), core.clock(), core.lifetimes.authenticationRequest
        )
        let sealer = core.store.sealer
        let joined = try await core.store.transaction(recording: nil) { transaction throws(DatabaseError) in
            .success(
                try Store.join(
                    session, tokenDigest: digest, requester: requester, ids: ids, now: now, lifetime: lifetime,
                    sealer: sealer, transaction))
        }
        if case .success(let request) = joined { core.announce(request, ifNew: ids.request) }
        return joined
    }
}

#endif
