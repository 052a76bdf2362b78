#if Service

internal import CryptoCore
internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import OAuth1

/// The iframe page on which a user manages phones.
struct ManagementPageRoutes: Sendable {
    let core: ServiceCore
    private let page = LocalizedPage(PackageResources.manage_html)
    private let pages = SignedPages()

    /// Creates the routes.
    init(core: ServiceCore) {
        self.core = core
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        pages.add(["v1/web/manage_user", "v1/web/pair"], to: router, open: open)
    }

    /// Verifies the signed URL and returns the page. Nothing else changes: a browser's prefetch must not pair anything.
    private func open(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticate(request, context)
        let parameters = signed.parameters
        let now = core.clock()
        let userName = try SignedPages.userName(of: parameters, at: now)
        let embedding = try PageEmbedding(signed, request)
        let session = ManagementSession(
            requesterID: signed.requester.id, secretID: signed.secretID, userName: userName,
            resetAddress: SignedPages.resetAddress(of: parameters),
            echo: Postback.Echo(
                sessionToken: try parameters.opaque("session_token") ?? "",
                // One client drops empty fields before it verifies.
                requesterMetadata: try parameters.opaque("requester_metadata")),
            expires: now + core.lifetimes.management)
        let token = try LinkToken.make(core.random)
        let digest = try LinkToken.digest(token)
        try await core.store.transaction(recording: signed.nonce) { transaction throws(DatabaseError) in
            .success(try Store.addManagementSession(session, tokenDigest: digest, transaction))
        }
        let values: [Substring: String] = ["requester": signed.requester.name, "user": userName, "token": token]
        return Response(
            signedPage: page.render(values.merging(embedding.values) { $1 }, for: request),
            framedBy: embedding.frameOrigins)
    }
}

#endif
