#if Service

internal import HTTPTypes
internal import Hummingbird

/// The routes of the Auth API's first version, which old PAM modules call: see `docs/auth-api.md`. The end of a path says how
/// the answer is written.
struct FirstAuthAPIRoutes: Sendable {
    let core: ServiceCore

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("rest/v1/preauth") { try await preauth($0, $1, .json) }
        router.post("rest/v1/preauth.json") { try await preauth($0, $1, .json) }
        router.post("rest/v1/preauth.bson") { try await preauth($0, $1, .bson) }
        router.post("rest/v1/auth") { try await auth($0, $1, .json) }
        router.post("rest/v1/auth.json") { try await auth($0, $1, .json) }
        router.post("rest/v1/auth.bson") { try await auth($0, $1, .bson) }
        router.get("rest/v1/status") { try await status($0, $1, .json) }
        router.get("rest/v1/status.json") { try await status($0, $1, .json) }
        router.get("rest/v1/status.bson") { try await status($0, $1, .bson) }
        router.get("rest/v1/ping") { _, _ in Response.authAPI(.string("pong"), .json) }
        router.get("rest/v1/check") { request, context in
            try await endpoint(.never, .json).answer(request, context) { _ in .string("valid") }
        }
        router.get("rest/v1/logo") { request, context in
            let response = try await endpoint(.never, .json).answer(request, context) { _ in .string("") }
            guard response.status == .ok else { return response }
            return Response(status: .ok, type: "image/png", bytes: PackageResources.phone_icon_192_png)
        }
    }

    private func endpoint(_ denial: AuthAPIEndpoint.Denial, _ format: AuthAPIFormat) -> AuthAPIEndpoint {
        AuthAPIEndpoint(core: core, denial: denial, format: format, isFirstVersion: true)
    }

    private func preauth(
        _ request: Request, _ context: ServiceRequestContext, _ format: AuthAPIFormat
    ) async throws -> Response {
        let endpoint = endpoint(.always, format)
        return try await endpoint.answer(request, context) { call in
            let name = try AuthAPIQuestion.name(call.parameters, "user")
            switch try await core.standing(of: .name(name), call.requester) {
            case .refused(let text): return endpoint.denied(text)
            case .unenrolled(let name):
                let link = try await core.enrolmentLink(name: name, call) { try core.base(of: request, context) }
                return .object([("result", .string("enroll")), ("status", .string(AuthAPIText.enrolment(link)))])
            case .asked(let user):
                let prompt = try await core.prompt(user, call)
                return .object([
                    ("result", .string("auth")), ("prompt", .string(prompt.text)), ("factors", prompt.factors),
                ])
            }
        }
    }

    private func auth(
        _ request: Request, _ context: ServiceRequestContext, _ format: AuthAPIFormat
    ) async throws -> Response {
        let endpoint = endpoint(.ofAwaited, format)
        return try await endpoint.answer(request, context) { call in
            let question = try AuthAPIQuestion(first: call.parameters)
            switch try await core.ask(question, call) {
            case .failure(let refusal):
                guard question.isAsynchronous else { return endpoint.denied(refusal.text) }
                throw AuthAPIFailure(code: 40002, message: refusal.text, detail: "user")
            case .success(let asked):
                guard !question.isAsynchronous else { return .object([("txid", .string(asked.id))]) }
                return members(try await core.settle(asked, call, on: context.connection))
            }
        }
    }

    private func status(
        _ request: Request, _ context: ServiceRequestContext, _ format: AuthAPIFormat
    ) async throws -> Response {
        try await endpoint(.never, format).answer(request, context) { call in
            guard let id = Identifier.parse(try call.parameters.required("txid")),
                let answer = try await core.poll(id, call, on: context.connection)
            else { throw AuthAPIFailure.invalid("txid") }
            return members(answer)
        }
    }

    /// Without a result, clients ask again.
    private func members(_ answer: AuthAPIAnswer) -> JSONFragment {
        .object([
            ("result", answer.isFinal ? .string(answer.result) : nil), ("status", .string(answer.text)),
        ])
    }
}

#endif
