#if Service

internal import Hummingbird

/// The route for lists of backup codes.
struct BackupCodeRoutes: Sendable {
    let core: ServiceCore

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("v1/users/activate_next_otp_list") { request, context in
            try await activate(core.authenticate(request, context))
        }
    }

    /// Creates a list, which is in this response and nowhere else.
    private func activate(_ signed: SignedRequest) async throws -> Response {
        guard let name = try signed.parameters.userName("user_name") else { throw ProtocolError.missing("user_name") }
        let isCreated = try signed.parameters.flag("create_user_if_needed", default: false)
        let codes = try await core.newBackupCodes(
            userName: name, of: signed.requester.id, creatingUser: isCreated, recording: signed.nonce)
        return .json(.object([("otp_list", .array(codes.map { .string($0) }))]))
    }
}

#endif
