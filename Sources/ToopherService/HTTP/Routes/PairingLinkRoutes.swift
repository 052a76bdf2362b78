#if Service

internal import HTTPTypes
internal import Hummingbird

/// The page behind the link of an invitation, for who opens it in a browser.
struct PairingLinkRoutes: Sendable {
    private let page = LocalizedPage(PackageResources.pair_html)

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        // Every link has the same page: a browser's prefetch takes no invitation, and a guess learns nothing.
        router.get("pair/{token}") { request, context in
            // In the fragment of the next URL it is sent to nobody.
            let token = context.parameters.get("token").flatMap { LinkToken.isWellFormed($0) ? $0 : nil }
            return Response(standalonePage: page.render(["token": token ?? ""], for: request), status: .ok)
        }
    }
}

#endif
