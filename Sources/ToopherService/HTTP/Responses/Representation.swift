#if Service

/// The protocol's JSON objects. Keys are written in snake case.
enum Representation {
    struct User: Encodable {
        var id: String
        var name: String
        var toopherAuthenticationEnabled: Bool
        /// The same for clients of version 1.
        var disableToopherAuth: Bool

        init(_ user: ToopherService::User) {
            id = user.id
            name = user.name
            toopherAuthenticationEnabled = user.isEnabled
            disableToopherAuth = !user.isEnabled
        }
    }

    struct Pairing: Encodable {
        var id: String
        var enabled: Bool
        var pending: Bool
        var deactivated: Bool
        var user: User
        /// The words that the phone shows too; only in the response to the request that created the pairing.
        var deviceFingerprint: String?

        init(_ pairing: ToopherService::Pairing, at now: Int64, deviceFingerprint: String? = nil) {
            let status = pairing.status(at: now)
            id = pairing.id
            enabled = status == .enabled
            pending = status == .pending
            deactivated = status == .deactivated
            user = User(pairing.user)
            self.deviceFingerprint = deviceFingerprint
        }
    }

    struct Terminal: Encodable {
        var id: String
        var name: String
        var requesterSpecifiedId: String
        /// The same for clients of version 1.
        var nameExtra: String
        var user: User
    }

    struct Named: Encodable {
        var id: String
        var name: String
    }

    struct Reference: Encodable {
        var id: String
    }

    struct AuthenticationRequest: Encodable {
        var id: String
        var pending: Bool
        var granted: Bool
        var automated: Bool
        var reason: String
        var reasonCode: Int
        var terminal: Terminal
        var user: User
        var action: Named
        var pairing: Reference

        init(_ request: ToopherService::AuthenticationRequest, at now: Int64) {
            let status = request.status(at: now)
            id = request.id
            pending = status.isPending
            granted = status.isGranted
            automated = status.isAutomated
            reason = status.reason
            reasonCode = status.reasonCode
            user = User(request.user)
            terminal = Terminal(
                id: request.terminal.id, name: request.terminal.name,
                requesterSpecifiedId: request.terminal.requesterSpecifiedID,
                nameExtra: request.terminal.requesterSpecifiedID, user: user)
            action = Named(id: request.action.id, name: request.action.name)
            pairing = Reference(id: request.pairingID)
        }
    }
}

#endif
