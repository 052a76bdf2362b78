#if Service

internal import HTTPTypes
internal import Hummingbird

/// All routes of the service.
enum ServiceRouter {
    /// Returns what answers the requests to a service.
    static func make(_ core: ServiceCore) -> ServiceResponder {
        let router = router(core)
        let metrics = core.metrics.map { _ in RequestMetrics(router.routes.map { ($0.path.description, $0.method) }) }
        if let metrics { core.metrics?.follow(metrics) }
        return ServiceResponder(router: router.buildResponder(), metrics: metrics)
    }

    /// Returns all routes.
    static func router(_ core: ServiceCore) -> Router<ServiceRequestContext> {
        // HEAD is answered as GET, without the body: RFC 9110 section 9.3.2.
        let router = Router(context: ServiceRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.get("health") { _, _ in Response.json(.object([("status", .string("ok"))])) }
        addFiles(to: router)
        PhoneRoutes(core.phoneFiles).add(to: router)
        RequesterRoutes(core: core).add(to: router)
        InvitationRoutes(core: core).add(to: router)
        ResetRoutes(core: core).add(to: router)
        DeviceRoutes(core: core).add(to: router)
        DeviceInvitationRoutes(core: core).add(to: router)
        DeviceEventRoutes(core: core).add(to: router)
        DeviceSettingRoutes(core: core).add(to: router)
        DeviceCredentialRoutes(core: core).add(to: router)
        DevicePushRoutes(core: core).add(to: router)
        PageRoutes(core: core).add(to: router)
        ManagementPageRoutes(core: core).add(to: router)
        PagePairingRoutes(core: core).add(to: router)
        PairingLinkRoutes(core: core).add(to: router)
        PagePasswordRoutes(core: core).add(to: router)
        PageAccountRoutes(core: core).add(to: router)
        ResetPageRoutes(core: core).add(to: router)
        OATHTokenRoutes(core: core).add(to: router)
        BackupCodeRoutes(core: core).add(to: router)
        DevicePasswordRoutes(core: core).add(to: router)
        UserRoutes(core: core).add(to: router)
        TerminalRoutes(core: core).add(to: router)
        DeactivationRoutes(core: core).add(to: router)
        AuthAPIRoutes(core: core).add(to: router)
        FirstAuthAPIRoutes(core: core).add(to: router)
        WebFlowRoutes(core: core).add(to: router)
        // Behind all routes: those that come before it are without it.
        let table = RouteTable(router.routes.map { ($0.path.description, $0.method) })
        router.add(middleware: MethodMiddleware(table: table))
        return router
    }

    private static func addFiles(to router: Router<ServiceRequestContext>) {
        let script = "text/javascript; charset=utf-8"
        let style = "text/css; charset=utf-8"
        let files: [(name: String, type: String, bytes: [UInt8])] = [
            ("toopher-web.js", script, PackageResources.toopher_web_js),
            ("toopher-web.mjs", script, PackageResources.toopher_web_mjs),
            ("authenticate.js", script, PackageResources.authenticate_js),
            ("manage.js", script, PackageResources.manage_js),
            ("pairing.js", script, PackageResources.pairing_js),
            ("parent.js", script, PackageResources.parent_js),
            ("page-texts.js", script, PackageResources.page_texts_js),
            ("page-text-en.js", script, PackageResources.page_text_en_js),
            ("page-text-de.js", script, PackageResources.page_text_de_js),
            ("page-text-es.js", script, PackageResources.page_text_es_js),
            ("page-text-zh.js", script, PackageResources.page_text_zh_js),
            ("fallbacks.js", script, PackageResources.fallbacks_js),
            ("questions.js", script, PackageResources.questions_js),
            ("page-account.js", script, PackageResources.page_account_js),
            ("design.css", style, PackageResources.design_css), ("page.css", style, PackageResources.page_css),
        ]
        for file in files {
            router.get(RouterPath("static/\(file.name)")) { _, _ in Response(file: file.bytes, type: file.type) }
        }
    }
}

#endif
