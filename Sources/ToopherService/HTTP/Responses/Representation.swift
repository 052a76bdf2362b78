#if Service

/// The protocol's JSON objects.
enum Representation {
    struct User: JSONConvertible {
        let user: ToopherService::User

        var json: JSONFragment {
            .object([
                ("id", .string(user.id)), ("name", .string(user.name)),
                ("toopher_authentication_enabled", .boolean(user.isEnabled)),
                // The same for clients of version 1.
                ("disable_toopher_auth", .boolean(!user.isEnabled)),
            ])
        }
    }

    struct Pairing: JSONConvertible {
        let pairing: ToopherService::Pairing
        let status: ToopherService::Pairing.Status
        /// The words that the phone shows too; only of a pairing that is pending.
        let deviceFingerprint: String?

        init(_ pairing: ToopherService::Pairing, at now: Int64, deviceFingerprint: String? = nil) {
            self.pairing = pairing
            status = pairing.status(at: now)
            self.deviceFingerprint = deviceFingerprint
        }

        var json: JSONFragment {
            .object([
                ("id", .string(pairing.id)), ("enabled", .boolean(status == .enabled)),
                ("pending", .boolean(status == .pending)), ("deactivated", .boolean(status == .deactivated)),
                ("user", User(user: pairing.user).json),
                ("device_fingerprint", deviceFingerprint.map { .string($0) }),
                ("confirmation_pending", status == .pending && pairing.state == .approved ? .boolean(true) : nil),
            ])
        }
    }

    struct Named: JSONConvertible {
        let id: String
        let name: String

        var json: JSONFragment { .object([("id", .string(id)), ("name", .string(name))]) }
    }

    struct Reference: JSONConvertible {
        let id: String

        var json: JSONFragment { .object([("id", .string(id))]) }
    }

    struct UserTerminal: JSONConvertible {
        let terminal: ToopherService::UserTerminal

        var json: JSONFragment {
            let (user, terminal) = (terminal.user, terminal.terminal)
            return .object([
                ("id", .string(terminal.id)), ("name", .string(terminal.name)),
                ("requester_specified_id", .string(terminal.requesterSpecifiedID)),
                // The same for clients of version 1.
                ("name_extra", .string(terminal.requesterSpecifiedID)), ("user", User(user: user).json),
            ])
        }
    }

    struct AuthenticationRequest: JSONConvertible {
        let request: ToopherService::AuthenticationRequest
        let status: ToopherService::AuthenticationRequest.Status

        init(_ request: ToopherService::AuthenticationRequest, at now: Int64) {
            self.request = request
            status = request.status(at: now)
        }

        var json: JSONFragment {
            let user = User(user: request.user).json
            return .object([
                ("id", .string(request.id)), ("pending", .boolean(status.isPending)),
                ("granted", .boolean(status.isGranted)), ("automated", .boolean(status.isAutomated)),
                ("reason", .string(status.reason)), ("reason_code", .integer(Int64(status.reasonCode))),
                ("terminal", UserTerminal(terminal: .init(terminal: request.terminal, user: request.user)).json),
                ("user", user),
                ("action", Named(id: request.action.id, name: request.action.name).json),
                ("pairing", request.pairingID.map { Reference(id: $0).json }),
                ("totp_valid", .boolean(status.isPasswordValid)),
                // For the user, who copies it to the phone.
                ("match_number", status.isPending ? request.matchNumber.map { .string($0) } : nil),
            ])
        }
    }
}

#endif
