// Of the package toopher without its service, this target has no Hummingbird.
#if canImport(Hummingbird)

import CryptoCore
public import Hummingbird
import OAuth1
import Toopher

/// A shop whose customers log in with a password and their phone, and approve each transfer on the phone.
public struct Shop: Sendable {
    /// The users' passwords.
    public let passwords: Passwords

    let iframe: ToopherIframe
    /// The URL of the shop, without a path.
    let origin: String
    /// The URL of the service, without a path.
    let serviceOrigin: String
    let sessions = Sessions()
    let transfers = Transfers()

    /// Creates a shop.
    ///
    /// - Parameters:
    ///   - origin: The URL that browsers call, without a path. It must be registered with the service.
    ///   - service: The base URL of the service, which ends in `/v1/`.
    ///   - key: The consumer key.
    ///   - secret: The consumer secret.
    public init(origin: String, service: String, key: String, secret: String) throws {
        passwords = try Passwords()
        // Several processes need a ledger that they share.
        iframe = try ToopherIframe(
            key: key, secret: SecretBytes(utf8: secret), baseURL: service,
            replayLedger: InMemoryPostbackLedger.shared)
        self.origin = origin
        serviceOrigin = service.split(separator: "/", omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
    }

    /// Adds the shop's pages to a router.
    public func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in try home(request) }
        router.get("shop.css") { _, _ in Response(shopStyle: Self.style) }
        router.post("login") { request, _ in try await logIn(Form(request, self)) }
        router.post("transfer") { request, _ in try await transfer(Form(request, self)) }
        router.post("logout") { request, _ in try await logOut(Form(request, self)) }
        router.get("approve") { request, _ in try approve(request) }
        router.post("approve") { request, _ in
            let form = try await Form(request, self)
            return try await finish(.bytes(form.body), form.id)
        }
        // Where the browser comes back without a frame: what it brings is checked as the form is.
        router.get("approved") { request, _ in
            guard let (id, _) = session(of: request) else { return redirect("/") }
            return try await finish(.text(request.uri.query ?? ""), id)
        }
    }

    // MARK: Log-in

    private func home(_ request: Request) throws -> Response {
        // Forms need a session, also that of the log-in: else another site could log somebody in as somebody else.
        guard let (_, session) = session(of: request) else {
            let (id, opened) = try sessions.open()
            return page("Log in", logInPage(opened, hasFailed: false), session: id)
        }
        if let user = session.user { return page("Your account", accountPage(user, session)) }
        return page("Log in", logInPage(session, hasFailed: request.uri.queryParameters["failed"] != nil))
    }

    private func logIn(_ form: Form) async throws -> Response {
        let user = form["user"]
        guard try await passwords.isValid(form["password"], of: user) else { return redirect("/?failed") }
        // Another id than before the password: one that was planted in the browser is worth nothing.
        sessions.close(form.id)
        let (id, _) = try sessions.open(pending: .init(user: user, purpose: .logIn))
        return redirect("/approve", session: id)
    }

    private func logOut(_ form: Form) -> Response {
        sessions.close(form.id)
        return redirect("/")
    }

    // MARK: Transfers

    private func transfer(_ form: Form) -> Response {
        guard let user = form.session.user,
            let transfer = Transfer(amount: form["amount"], recipient: form["recipient"])
        else { return redirect("/") }
        _ = sessions.change(form.id) { $0.pending = .init(user: user, purpose: .transfer(transfer)) }
        return redirect("/approve")
    }

    // MARK: Approval on the phone

    private func approve(_ request: Request) throws -> Response {
        guard let (id, session) = session(of: request), let pending = session.pending else { return redirect("/") }
        // Another token for each page, so that the answer to one that was left is worth nothing.
        let token = try ToopherIframe.makeRequestToken()
        _ = sessions.change(id) { $0.pending?.token = token }
        let terminal = try Terminal(request, self)
        if request.uri.queryParameters["frameless"] != nil {
            let url = try url(for: pending, token, terminal, returnURL: origin + "/approved")
            return redirect(url).remembering(terminal, of: self)
        }
        let url = try url(for: pending, token, terminal)
        return page("Approve", approvalPage(pending, session, url)).remembering(terminal, of: self)
    }

    private func url(
        for pending: Session.Pending, _ token: String, _ terminal: Terminal, returnURL: String? = nil
    ) throws -> String {
        try iframe.authenticationURL(
            username: pending.user, requestToken: token, actionName: pending.action, terminal: terminal.described(),
            returnURL: returnURL,
            extras: [Parameter("automation_allowed", String(pending.mayBeAutomated))])
    }

    /// Takes the answer of the phone: signed by the service, for this browser, this user and this action, and only once.
    private func finish(_ postback: PostbackForm, _ id: String) async throws -> Response {
        guard let pending = sessions.session(id)?.pending, let token = pending.token else { return redirect("/") }
        let isGranted = await iframe.isAuthenticationGranted(
            postback, requestToken: .expected(token), expecting: .user(pending.user, action: pending.action))
        // What another page of this browser has begun meanwhile is not what was approved.
        let isCurrent = sessions.change(id) { session -> Bool? in
            guard isGranted, session.pending?.token == token else { return nil }
            session.pending = nil
            return true
        }
        guard isCurrent == true else { return page("Not approved", refusalPage) }
        switch pending.purpose {
        case .logIn:
            sessions.close(id)
            return redirect("/", session: try sessions.open(user: pending.user).id)
        case .transfer(let transfer):
            transfers.add(transfer, of: pending.user)
            return redirect("/")
        }
    }
}

#endif
