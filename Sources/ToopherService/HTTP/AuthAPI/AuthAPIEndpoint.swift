#if Service

internal import AuthAPI
internal import HTTPTypes
internal import Hummingbird

/// What the routes of the Auth API have in common: how they answer what fails.
struct AuthAPIEndpoint: Sendable {
    /// When a failure is answered with `deny`: clients that are set to fail open let users in on an error.
    enum Denial: Sendable {
        case never
        /// The first call of a log-in.
        case always
        /// A call whose response is the decision.
        case ofAwaited
    }

    let core: ServiceCore
    let denial: Denial
    var format = AuthAPIFormat.json
    /// Whether clients read the text of a response with the status 200 only.
    var isFirstVersion = false

    /// Verifies a call, and answers it.
    func answer(
        _ request: Request, _ context: ServiceRequestContext, _ body: (AuthAPICall) async throws -> JSONFragment
    ) async throws -> Response {
        var received: ReceivedCall?
        var integration: Integration?
        do {
            let call = ReceivedCall(
                method: request.method.rawValue, host: request.head.authority ?? "", target: request.head.path ?? "",
                fields: request.headers, body: try await request.bodyBytes())
            received = call
            let verified = try await core.authAPICall(call, authorization: request.headers[.authorization])
            integration = verified.integration
            return .authAPI(try await body(verified), format)
        } catch let error as BodyReadError {
            throw error
        } catch {
            var failure = AuthAPIFailure(error)
            if let integration {
                (failure.isShown, failure.integrationKey) = (integration.showsErrors, integration.key)
            }
            failure.log(to: context.logger)
            if denies(received), !failure.isShown { return .authAPI(denied(failure.message), format) }
            if isFirstVersion, failure.status == 400 { failure.otherStatus = 200 }
            return .failure(failure, format)
        }
    }

    /// Returns the answer to who must not be let in.
    func denied(_ text: String) -> JSONFragment {
        isFirstVersion
            ? .object([("result", .string("deny")), ("status", .string(text))])
            : .object(AuthAPIAnswer(denied: text).members)
    }

    private func denies(_ call: ReceivedCall?) -> Bool {
        switch denial {
        case .never: return false
        case .always: return true
        case .ofAwaited:
            guard let call, let parameters = try? AuthAPIParameters(call) else { return true }
            return (try? parameters.flag("async")) != true
        }
    }
}

#endif
