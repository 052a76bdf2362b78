import CryptoCore
import CurlTransport
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import OAuth1
import WebSyntax

/// A phone without a screen: the device's side of `docs/device-protocol.md`.
///
/// For experiments and tests, and as the model of a real phone.
struct VirtualPhone: Sendable {
    /// The base URL of the service, in the one spelling that is signed.
    let service: ExternalURL
    /// The id from the registration.
    let deviceID: String
    /// The private key, which never leaves the phone.
    let key: P256.PrivateKey
    let transport: any HTTPTransport

    /// Generates a key pair and registers its public key. The signature proves possession of the private key.
    static func register(
        name: String, at service: String, transport: any HTTPTransport
    ) async throws -> VirtualPhone {
        let service = try Self.serviceURL(service)
        let unknown = VirtualPhone(
            service: service, deviceID: DeviceProtocol.newDevice, key: try P256.PrivateKey(), transport: transport)
        let registration = DeviceMessage.Registration(
            name: name, publicKey: Base64.encodeURL(unknown.key.publicKey.x963Representation))
        let registered: DeviceMessage.Registered = try DeviceMessage.decode(
            await unknown.call(.post, "device/register", DeviceMessage.encode(registration)))
        return VirtualPhone(service: service, deviceID: registered.id, key: unknown.key, transport: transport)
    }

    /// Offers a new pairing phrase for the user to type into a service's page.
    func offerPhrase() async throws -> DeviceMessage.Offer {
        try DeviceMessage.decode(await call(.post, "device/phrases"))
    }

    /// Takes the pairing of a link, which is pending here from then on.
    ///
    /// - Throws: ``CommandError`` if the link is not of the service that the phone is registered with: its token is not sent
    ///   to anybody else.
    func takeInvitation(_ link: String) async throws -> PendingDecision {
        let prefix = service.base.dropLast("v1".utf8.count) + "pair/"
        let token = link.dropFirst(prefix.count)
        guard service.base.hasSuffix("/v1"), link.hasPrefix(prefix), !token.isEmpty, token.utf8.count <= 200,
            token.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else { throw CommandError("this is not a link of the service that the phone is registered with, \(prefix)…") }
        let message = DeviceMessage.Invitation(token: String(token))
        return PendingDecision(
            kind: .pairing,
            item: try DeviceMessage.decode(await call(.post, "device/invitations", DeviceMessage.encode(message))))
    }

    /// Returns the four words of the phone's key, which the requester shows after a pairing.
    func fingerprint() throws -> String {
        try DeviceFingerprint.words(x963: key.publicKey.x963Representation)
    }

    /// Returns the pending decisions, the newest first.
    ///
    /// - Parameter wait: The longest wait for a pending decision, in seconds.
    func pending(wait: Int = 0) async throws -> [PendingDecision] {
        let path = wait > 0 ? "device/pending?wait=\(wait)" : "device/pending"
        let list: DeviceMessage.Pending = try DeviceMessage.decode(await call(.get, path))
        return list.pairings.map { PendingDecision(kind: .pairing, item: $0) }
            + list.confirmations.map { PendingDecision(kind: .confirmation, item: $0) }
            + list.authenticationRequests.map { PendingDecision(kind: .authenticationRequest, item: $0) }
    }

    /// Returns the pairings that the user has approved on this phone, the oldest first.
    func pairings() async throws -> [DeviceMessage.Pairing] {
        let list: DeviceMessage.Pairings = try DeviceMessage.decode(await call(.get, "device/pairings"))
        return list.pairings
    }

    /// Ends a pairing, with a signature over what the phone has of it.
    func revoke(pairing id: String) async throws {
        guard let pairing = try await pairings().first(where: { $0.id == id }) else {
            throw CommandError("this phone has no pairing \(id): see toopher phone pairings")
        }
        try await revoke(
            DeviceProtocol.RevocationSubject(
                service: service.base + "/", kind: .pairing, id: id, requester: pairing.requester.signed,
                user: pairing.user.signed))
    }

    /// Ends a standing answer, with a signature over what the phone has of it.
    func revoke(automation id: String) async throws {
        guard let automation = try await automations().first(where: { $0.id == id }) else {
            throw CommandError("this phone has no standing answer \(id): see toopher phone automations")
        }
        try await revoke(
            DeviceProtocol.RevocationSubject(
                service: service.base + "/", kind: .automation, id: id, requester: automation.requester.signed,
                user: automation.user.signed, action: automation.action.signed, terminal: automation.terminal.signed,
                decision: automation.decision))
    }

    private func revoke(_ subject: DeviceProtocol.RevocationSubject) async throws {
        let now = SystemClock.unixSeconds()
        let record = DeviceProtocol.RevocationRecord(subject, revoked: now, device: deviceID)
        let message = DeviceMessage.Revocation(
            pairing: subject.kind == .pairing ? subject.id : nil,
            automation: subject.kind == .automation ? subject.id : nil,
            signature: Base64.encodeURL(try key.signature(for: record.bytesToSign())))
        let _: DeviceMessage.Revoked = try DeviceMessage.decode(
            await call(.post, "device/revocations", DeviceMessage.encode(message), at: now))
    }

    /// Sends an answer, with a signature over everything that the phone has shown.
    ///
    /// - Parameter answer: Makes the answer of the time at which it is given, in seconds since 1970.
    /// - Returns: Whether another phone of the user has to confirm it.
    @discardableResult
    func send(
        to pending: PendingDecision, _ answer: (_ now: Int64) -> DeviceProtocol.Answer
    ) async throws -> Bool {
        let now = SystemClock.unixSeconds()
        let answer = answer(now)
        let record = DeviceProtocol.DecisionRecord(
            pending.subject(service: service.base + "/"), answer, device: deviceID)
        let message = DeviceMessage.SignedDecision(
            kind: pending.kind, id: pending.item.id, decision: answer.decision, reason: answer.reason,
            number: answer.number, isChallengeMet: answer.isChallengeMet, automatedUntil: answer.automatedUntil,
            signature: Base64.encodeURL(try key.signature(for: record.bytesToSign())),
            assertion: answer.isChallengeMet ? try assertion(for: record.challenge()) : nil)
        let receipt: DeviceMessage.Receipt = try DeviceMessage.decode(
            await call(.post, "device/answers", DeviceMessage.encode(message), at: now))
        return receipt.isToBeConfirmed ?? false
    }

    /// Sends an approval or denial of a request that asks for nothing else.
    func send(_ decision: DeviceProtocol.Decision, on pending: PendingDecision) async throws {
        try await send(to: pending) { now in DeviceProtocol.Answer(decision, decided: now) }
    }

    /// Returns the answers that the service gives in the user's place.
    func automations() async throws -> [DeviceMessage.Automation] {
        let list: DeviceMessage.Automations = try DeviceMessage.decode(await call(.get, "device/automations"))
        return list.automations
    }
}

extension VirtualPhone {
    /// Returns the base URL that `text` spells.
    static func serviceURL(_ text: String) throws -> ExternalURL {
        do throws(ExternalURLError) {
            return try ExternalURL(base: text)
        } catch {
            throw CommandError("\(text): \(error)")
        }
    }

    /// Sends a signed request; returns the body of the response.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8] = [], at time: Int64 = SystemClock.unixSeconds()
    ) async throws -> [UInt8] {
        let url = service.base + "/" + path
        let call = DeviceProtocol.Call(
            method: method.rawValue, url: url, body: body, device: deviceID, timestamp: time,
            nonce: try RandomNonce.source())
        let signature = try key.signature(for: call.bytesToSign())
        var request = try HTTPRequest(method: method, url: HTTPURL(url))
        if !body.isEmpty { request.headerFields[.contentType] = "application/json" }
        for (name, value) in [
            (DeviceProtocol.deviceHeader, call.device), (DeviceProtocol.timestampHeader, String(call.timestamp)),
            (DeviceProtocol.nonceHeader, call.nonce), (DeviceProtocol.signatureHeader, Base64.encodeURL(signature)),
        ] {
            guard let name = HTTPField.Name(name) else { continue }
            request.headerFields[name] = value
        }
        let response = try await transport.send(request, body: body)
        if response.head.status.code == 429, let seconds = response.head.headerFields[.retryAfter] {
            throw CommandError(
                "too many requests: try again in \(seconds.prefix(9)) seconds", status: ExitStatus.unavailable)
        }
        guard response.head.status.kind == .successful else {
            throw CommandError(
                "the service refused the request: \(DeviceMessage.message(response.body) ?? "status \(response.head.status.code)")",
                status: ExitStatus.of(httpStatus: response.head.status.code))
        }
        return response.body
    }
}
