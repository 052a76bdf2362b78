#if Service

internal import HTTPTypes
internal import Hummingbird
internal import QRCode

/// The page behind the link of an invitation, for who opens it in a browser.
struct PairingLinkRoutes: Sendable {
    let core: ServiceCore
    private let page = LocalizedPage(PackageResources.pair_html)

    /// Creates the routes.
    init(core: ServiceCore) {
        self.core = core
    }

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        // Every link has the same page: a browser's prefetch takes no invitation, and a guess learns nothing.
        router.get("pair/{token}") { request, context in
            // In the fragment of the next URL it is sent to nobody.
            let token = context.parameters.get("token").flatMap { LinkToken.isWellFormed($0) ? $0 : nil }
            return Response(standalonePage: page.render(["token": token ?? ""], for: request), status: .ok)
        }
        // For programs that show their users an image of the link. It says no more than the link itself.
        router.get("pair/{token}/qr.png") { request, context in
            guard let token = context.parameters.get("token"), LinkToken.isWellFormed(token) else {
                throw ProtocolError.notFound
            }
            let link = try core.base(of: request, context) + "/pair/" + token
            return Response(status: .ok, type: "image/png", bytes: try QRSymbol(link).png())
        }
    }
}

#endif
