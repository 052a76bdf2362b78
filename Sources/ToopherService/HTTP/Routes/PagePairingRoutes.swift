#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol
internal import Hummingbird
internal import OAuth1
internal import QRCode

/// What `pairing.js` asks for: the phones of the user of a page, pairing another one, removing one; and on the page of a
/// log-in, pairing the first one.
///
/// Each call has the token of its page. No cookie is involved, so no other site can make a call.
struct PagePairingRoutes: Sendable {
    private let core: ServiceCore
    private let calls: PageCallReader

    /// Creates the routes.
    init(core: ServiceCore) {
        self.core = core
        calls = PageCallReader(core: core)
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        let routes: [(String, @Sendable (PageCall) async throws -> JSONFragment)] = [
            ("phones", phones), ("invitation", invite), ("phrase", pair), ("wait", wait), ("remove", remove),
            ("lost", mailResetLink), ("rename", rename), ("finish", finish),
        ]
        for (name, body) in routes {
            router.post(RouterPath("v1/web/pairing/\(name)")) { request, context in
                Response.json(try await body(calls.call(request, context)))
            }
        }
    }

    private func phones(_ call: PageCall) async throws -> JSONFragment {
        try call.requireManagement()
        let pairings = try await core.store.enabledPairings(
            userName: call.session.userName, of: call.session.requesterID)
        var phones: [JSONFragment] = []
        for pairing in pairings {
            guard let id = pairing.deviceID, let device = try await core.device(id: id) else { continue }
            phones.append(
                .object([
                    ("id", .string(pairing.id)), ("name", .string(pairing.phoneName ?? device.name)),
                    ("words", .string(try DeviceFingerprint.words(x963: device.publicKey.x963Representation))),
                ]))
        }
        let canReset = call.session.resetAddress != nil && core.hooks.mail != nil
        return .object([("phones", .array(phones)), ("can_mail", .boolean(canReset))])
    }

    private func invite(_ call: PageCall) async throws -> JSONFragment {
        try core.rates.invite(user: call.session.userKey)
        let invitation = try await core.invite(
            userName: call.session.userName, of: call.session.requesterID, isFirst: call.isLogIn, base: call.base,
            recording: nil)
        let picture = "data:image/png;base64," + Base64.encode(try QRSymbol(invitation.link).png(scale: 6))
        return .object([
            ("id", .string(invitation.pairing.id)), ("link", .string(invitation.link)), ("picture", .string(picture)),
        ])
    }

    private func pair(_ call: PageCall) async throws -> JSONFragment {
        guard let phrase = try call.fields.opaque("pairing_phrase") else {
            throw ProtocolError.missing("pairing_phrase")
        }
        let session = call.session
        try core.rates.guess(by: session.requesterID, user: session.userKey)
        let (newID, newUserID) = (try core.newID(), try core.newID())
        let (now, lifetime) = (core.clock(), core.lifetimes.pairing)
        let pairing: Pairing
        do {
            pairing = try await core.store.transaction(recording: nil) { transaction throws(DatabaseError) in
                try Store.createPairing(
                    id: newID, phrase: PairingPhrase.canonical(phrase), requesterID: session.requesterID,
                    userName: session.userName, newUserID: newUserID, isFirst: call.isLogIn, now: now,
                    lifetime: lifetime, transaction)
            }
        } catch let error as ProtocolError where error == .unknownPhrase {
            throw error
        } catch {
            core.rates.guessedRight(by: session.requesterID, user: session.userKey)
            throw error
        }
        core.rates.guessedRight(by: session.requesterID, user: session.userKey)
        core.announce(pairing)
        return .object([
            ("id", .string(pairing.id)), ("words", try await core.fingerprint(of: pairing).map { .string($0) }),
        ])
    }

    /// Waits until a phone has taken a pairing, unless the page knows of one already, and until it has decided.
    private func wait(_ call: PageCall) async throws -> JSONFragment {
        let first = try await calls.pairing(of: call)
        let knowsPhone = try call.fields.flag("knows_phone", default: false)
        let knowsApproval = try call.fields.flag("knows_approval", default: false)
        let remaining = Duration.seconds(max(0, first.expires - core.clock()))
        let pairing: Pairing = try await core.changes.wait(
            for: .pairing(id: first.id), by: .page(digest: call.digest), atMost: min(core.longPoll, remaining),
            on: call.connection
        ) {
            let pairing = try await calls.pairing(of: call)
            let isNews = pairing.state == .approved && !knowsApproval || pairing.deviceID != nil && !knowsPhone
            return (pairing, pairing.status(at: core.clock()) != .pending || isNews)
        }
        let now = core.clock()
        let status =
            switch pairing.status(at: now) {
            case .pending where pairing.state == .approved: "approved"
            case .pending: pairing.deviceID == nil ? "invited" : "taken"
            case .enabled: "paired"
            case .denied: "denied"
            case .expired, .deactivated: "expired"
            }
        // On the page of a log-in the postback is about the log-in, which the phone is asked about next.
        let payload =
            status == "paired" && !call.isLogIn ? try payload(Postback.fields(for: pairing, at: now), call) : nil
        return .object([
            ("status", .string(status)), ("words", try await core.fingerprint(of: pairing).map { .string($0) }),
            ("payload", payload),
        ])
    }

    private func remove(_ call: PageCall) async throws -> JSONFragment {
        let (pairing, now) = (try await calls.pairing(of: call), core.clock())
        try await core.store.transaction(recording: nil) {
            transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            // On the page of a log-in, an offer may be withdrawn, but no phone removed.
            if call.isLogIn, try Store.pairing(id: pairing.id, transaction)?.state != .pending {
                return .failure(.alreadyDecided)
            }
            try Store.deactivatePairings(.one(id: pairing.id), by: .page, now: now, transaction)
            return .success(())
        }
        return call.isLogIn ? .object([]) : try await phones(call)
    }

    private func rename(_ call: PageCall) async throws -> JSONFragment {
        try call.requireManagement()
        guard let name = try call.fields.label("name") else { throw ProtocolError.missing("name") }
        let (pairing, now) = (try await calls.pairing(of: call), core.clock())
        try await core.store.transaction(recording: nil) {
            transaction throws(DatabaseError) -> Result<Void, ProtocolError> in
            try Store.renamePhone(of: pairing, name, now: now, transaction) ? .success(()) : .failure(.notFound)
        }
        return try await phones(call)
    }

    private func mailResetLink(_ call: PageCall) async throws -> JSONFragment {
        try call.requireManagement()
        guard let address = call.session.resetAddress else { throw ProtocolError.noMail }
        try await core.mailResetLink(
            of: calls.pairing(of: call).id, to: address, for: call.session.requesterID, base: call.base, recording: nil)
        return .object([])
    }

    private func finish(_ call: PageCall) async throws -> JSONFragment {
        try call.requireManagement()
        let session = call.session
        let user = try await core.store.database.read { connection throws(DatabaseError) in
            try Store.user(named: session.userName, of: session.requesterID, connection)
        }
        // Nobody has paired a phone: there is no user yet.
        let fields = user.map { Postback.fields(for: $0) } ?? Postback.fields(for: .userUnknown)
        return .object([("payload", try payload(fields, call))])
    }

    private func payload(_ fields: [Parameter], _ call: PageCall) throws -> JSONFragment {
        let signed = try Postback.signed(
            fields, echo: call.session.echo, time: core.clock(), secret: call.secret)
        return .object(signed.map { ($0.name, .string($0.value)) })
    }
}

#endif
