#if Service

import CryptoCore
import CurlTransport
import DeviceProtocol
import Toopher

@testable import ToopherCommand

/// A site and the phone of one of its users, with a service that may crash at any moment.
struct CrashClient: Sendable {
    let api: ToopherAPI
    let phone: VirtualPhone
    let pairingID: String
    let user: String

    /// Registers a phone and pairs it.
    init(
        _ baseURL: String, _ requester: (key: String, secret: String), user: String, _ transport: CurlTransport
    ) async throws {
        api = try ToopherAPI(key: requester.key, secret: requester.secret, baseURL: baseURL, transport: transport)
        phone = try await VirtualPhone.register(name: user, at: baseURL, transport: transport)
        pairingID = try await api.pair(username: user, phrase: phone.offerPhrase().phrase).id
        for pending in try await phone.pending() { try await phone.send(.approve, on: pending) }
        self.user = user
    }

    private init(api: ToopherAPI, phone: VirtualPhone, pairingID: String, user: String) {
        (self.api, self.phone, self.pairingID, self.user) = (api, phone, pairingID, user)
    }

    /// The same site and phone on other connections: those to a process that was killed are dead.
    func with(
        _ transport: CurlTransport, _ baseURL: String, _ requester: (key: String, secret: String)
    ) throws -> CrashClient {
        CrashClient(
            api: try ToopherAPI(key: requester.key, secret: requester.secret, baseURL: baseURL, transport: transport),
            phone: VirtualPhone(
                service: phone.service, deviceID: phone.deviceID, key: phone.key, transport: transport),
            pairingID: pairingID, user: user)
    }

    /// Begins a request, and notes it once it was acknowledged.
    func begin(_ journal: CrashJournal) async throws -> String {
        let request = try await api.authenticate(pairingID: pairingID, terminalName: "terminal")
        journal.change { $0.begun.insert(request.id) }
        return request.id
    }

    /// Returns a request as the phone shows it.
    func shown(_ id: String) async throws -> PendingDecision {
        guard let shown = try await phone.pending().first(where: { $0.item.id == id }) else { throw NotShown() }
        return shown
    }

    /// Sends an answer of the phone, and notes it once it was acknowledged.
    func answer(_ decision: DeviceProtocol.Decision, _ shown: PendingDecision, _ journal: CrashJournal) async throws {
        journal.change { $0.sent[shown.item.id] = decision }
        try await phone.send(decision, on: shown)
        journal.change { $0.answered[shown.item.id] = decision }
    }

    /// Decides a request with a one-time password, and notes it once it was accepted.
    func use(_ password: String, on id: String, _ journal: CrashJournal) async throws {
        journal.change { $0.sent[id] = .approve }
        guard try await api.grantWithOTP(password, requestID: id).isGranted else { throw NotShown() }
        journal.change { entries in
            entries.answered[id] = .approve
            entries.usedPasswords.append(password)
        }
    }

    /// The phone was not shown the request, or the password was refused.
    struct NotShown: Error {}
}

#endif
