#if Service

internal import HTTPTypes
internal import Hummingbird

/// The routes of the Auth API's second version: see `docs/auth-api.md`.
struct AuthAPIRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        // Clients sign it or not, and learn the time with which they sign everything else.
        router.get("auth/v2/ping") { _, _ in Response.authAPI(time(), .json) }
        router.get("auth/v2/check") { request, context in
            try await endpoint(.never).answer(request, context) { _ in time() }
        }
        router.get("auth/v2/logo") { request, context in try await logo(request, context) }
        router.post("auth/v2/enroll") { request, context in
            try await endpoint(.never).answer(request, context) { call in
                try await enroll(call, base: core.base(of: request, context))
            }
        }
        router.post("auth/v2/enroll_status") { request, context in
            try await endpoint(.never).answer(request, context) { try await .string(enrolStatus($0)) }
        }
        router.post("auth/v2/preauth") { request, context in
            try await endpoint(.always).answer(request, context) { call in
                try await preauth(call) { () throws in try core.base(of: request, context) }
            }
        }
        router.post("auth/v2/auth") { request, context in
            try await endpoint(.ofAwaited).answer(request, context) { try await auth($0, on: context.connection) }
        }
        router.get("auth/v2/auth_status") { request, context in
            try await endpoint(.never).answer(request, context) { try await status($0, on: context.connection) }
        }
    }

    private func endpoint(_ denial: AuthAPIEndpoint.Denial) -> AuthAPIEndpoint {
        AuthAPIEndpoint(core: core, denial: denial)
    }

    private func time() -> JSONFragment { .object([("time", .integer(core.clock()))]) }

    private func logo(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let response = try await endpoint(.never).answer(request, context) { _ in .string("") }
        guard response.status == .ok else { return response }
        return Response(status: .ok, type: "image/png", bytes: PackageResources.phone_icon_192_png)
    }

    private func enroll(_ call: AuthAPICall, base: String) async throws -> JSONFragment {
        let name: String
        if try call.parameters.text("username") == nil {
            // The caller learns it, and can have it renamed.
            name = "user-" + String(try core.newID().prefix(8))
        } else {
            name = try AuthAPIQuestion.name(call.parameters, "username")
        }
        let invitation = try await core.invite(
            userName: name, of: call.requester.id, base: base, recording: call.nonce)
        return .object([
            ("activation_barcode", .string(invitation.link + "/qr.png")),
            ("activation_code", .string(invitation.pairing.id)), ("activation_url", .string(invitation.link)),
            ("expiration", .integer(invitation.pairing.expires)), ("user_id", .string(invitation.pairing.user.id)),
            ("username", .string(name)),
        ])
    }

    private func enrolStatus(_ call: AuthAPICall) async throws -> String {
        let (userID, code) = (
            try call.parameters.required("user_id"), try call.parameters.required("activation_code")
        )
        guard let id = Identifier.parse(code), let pairing = try await core.store.pairing(id: id),
            pairing.requesterID == call.requester.id, pairing.user.id == Identifier.parse(userID)
        else { return "invalid" }
        switch pairing.status(at: core.clock()) {
        case .enabled: return "success"
        case .pending: return "waiting"
        default: return "invalid"
        }
    }

    private func preauth(_ call: AuthAPICall, base: () throws -> String) async throws -> JSONFragment {
        let reference = try AuthAPIQuestion.user(call.parameters)
        switch try await core.standing(of: reference, call.requester) {
        case .refused(let text): return endpoint(.always).denied(text)
        case .unenrolled(let name):
            let link = try await core.enrolmentLink(name: name, call, base: base)
            let text = AuthAPIText.enrolment(link)
            return .object([
                ("result", .string("enroll")), ("status_msg", .string(text)),
                ("enroll_portal_url", link.map { .string($0) }),
                ("prompt", try call.parameters.flag("text_prompt") ? .object([("text", .string(text))]) : nil),
            ])
        case .asked(let user):
            let prompt = try call.parameters.flag("text_prompt") ? try await core.prompt(user, call).json : nil
            return .object([
                ("result", .string("auth")), ("status_msg", .string("A second factor is needed")),
                ("devices", .array(devices(of: user))), ("prompt", prompt),
            ])
        }
    }

    private func devices(of user: AuthAPIUser) -> [JSONFragment] {
        let phones = user.phones.map { phone in
            JSONFragment.object([
                ("device", .string(phone.pairing.id)), ("type", .string("phone")),
                ("display_name", .string(phone.name)), ("name", .string(phone.name)), ("number", .string("")),
                ("capabilities", .array([.string("auto"), .string("push"), .string("mobile_otp")])),
            ])
        }
        let tokens = user.tokens.map { token in
            JSONFragment.object([
                ("device", .string(token.id)), ("type", .string("token")),
                ("name", .string(token.requesterSpecifiedID ?? token.id)),
            ])
        }
        return phones + tokens
    }

    private func auth(_ call: AuthAPICall, on connection: ClientConnection?) async throws -> JSONFragment {
        let question = try AuthAPIQuestion(call.parameters)
        switch try await core.ask(question, call) {
        case .failure(let refusal):
            guard question.isAsynchronous else { return endpoint(.ofAwaited).denied(refusal.text) }
            var failure = AuthAPIFailure(code: 40002, message: refusal.text, detail: "username")
            // A program on a terminal shows the text of a 200, and asks its user again.
            if try call.parameters.text("factor")?.lowercased() == "prompt" { failure.otherStatus = 200 }
            throw failure
        case .success(let request):
            guard !question.isAsynchronous else { return .object([("txid", .string(request.id))]) }
            return .object(try await core.settle(request, call, on: connection).members)
        }
    }

    private func status(_ call: AuthAPICall, on connection: ClientConnection?) async throws -> JSONFragment {
        guard let id = Identifier.parse(try call.parameters.required("txid")),
            let answer = try await core.poll(id, call, on: connection)
        else { throw AuthAPIFailure.invalid("txid") }
        return .object(answer.members)
    }
}

#endif
