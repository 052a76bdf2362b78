#if Service

internal import HTTPTypes
internal import Hummingbird

/// The page behind the link of an invitation, for who opens it in a browser.
struct PairingLinkRoutes: Sendable {
    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        // Every link has the same page: a browser's prefetch takes no invitation, and a guess learns nothing.
        router.get("pair/{token}") { _, _ in
            Response(standalonePage: PackageResources.pair_html, status: .ok)
        }
    }
}

#endif
