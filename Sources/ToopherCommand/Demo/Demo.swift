#if Service

import CurlTransport
import HTTPExchange
import DeviceProtocol
import OAuth1
import Toopher
import ToopherService

/// The workflow of the original libraries' README, with a real service.
struct Demo {
    let service: ToopherService
    let baseURL: String
    let user: DemoUser
    let narrator: Narrator

    private static let userName = "jdoe"
    private static let action = "Log In"

    func run() async throws {
        narrator.step("A requester is created, and its API object")
        let requester = try await service.createRequester(name: "Demo site")
        narrator.say("Consumer key \(requester.consumerKey); the secret is kept out of sight.")
        let transport = try CurlTransport()
        let api = try ToopherAPI(
            key: requester.consumerKey, secret: requester.consumerSecret, baseURL: baseURL,
            transport: narrating(transport, "site   "))

        narrator.step("A phone registers and offers a pairing phrase")
        let phone = try await VirtualPhone.register(
            name: "Demo phone", at: baseURL, transport: narrating(transport, "phone  "))
        let phrase = try await phone.offerPhrase().phrase

        guard let pairing = try await pair(api, phone, phrase) else { return await transport.close() }
        try await authenticate(api, phone, pairing)
        let iframe = try ToopherIframe(
            key: requester.consumerKey, secret: requester.consumerSecret, baseURL: baseURL)
        try await useIframe(iframe, phone, DemoBrowser(transport: narrating(transport, "browser")))
        await transport.close()
        print("\nEvery step had the expected outcome.")
    }

    /// Returns the pairing; `nil` if the user has denied it, which ends the demo.
    private func pair(_ api: ToopherAPI, _ phone: VirtualPhone, _ phrase: String) async throws -> Pairing? {
        narrator.step("The user types the phrase into the site, which pairs: pair(username:phrase:)")
        let pairing = try await api.pair(username: Self.userName, phrase: phrase)
        try narrator.expect(pairing.isPending && !pairing.isEnabled, "the pairing is pending")
        let fingerprint = try phone.fingerprint()
        try narrator.expect(
            pairing.raw["device_fingerprint"]?.stringValue == fingerprint,
            "the site and the phone show the same words: \(fingerprint)")

        narrator.step("The phone is asked")
        let decision = try await decide(on: phone)
        let decided = try await api.refresh(pairing)
        if decision == .approve {
            try narrator.expect(!decided.isPending && decided.isEnabled, "the pairing is enabled")
            return decided
        }
        try narrator.expect(
            !decided.isPending && !decided.isEnabled, "the pairing is refused, and the demo ends here")
        return nil
    }

    private func authenticate(_ api: ToopherAPI, _ phone: VirtualPhone, _ pairing: Pairing) async throws {
        narrator.step("The user logs in: authenticate(pairingID:terminalName:)")
        let request = try await api.authenticate(
            pairingID: pairing.id, terminalName: "The demo's terminal", requesterSpecifiedTerminalID: "demo-terminal",
            actionName: Self.action)
        try narrator.expect(request.isPending && !request.isGranted, "the authentication request is pending")

        narrator.step("The phone is asked")
        let decision = try await decide(on: phone)
        let decided = try await api.refresh(request)
        try narrator.expect(
            !decided.isPending && decided.isGranted == (decision == .approve),
            "the request is \(decided.isGranted ? "granted" : "denied"): \(decided.reason)")
    }

    private func useIframe(_ iframe: ToopherIframe, _ phone: VirtualPhone, _ browser: DemoBrowser) async throws {
        narrator.step("The same in an iframe: a signed URL, opened by a browser")
        let token = try ToopherIframe.makeRequestToken()
        let url = try iframe.authenticationURL(
            username: Self.userName, requestToken: token, actionName: Self.action, requesterMetadata: "demo")
        let pageToken = try await browser.open(url)
        let base = baseURL
        let number = try await browser.number(baseURL: base, token: pageToken)
        narrator.say("The page shows the number \(number), which the user enters on the phone.")
        async let posted = browser.postback(baseURL: base, token: pageToken)
        let decision = try await decide(on: phone, number: number)
        let form = try await posted

        narrator.step("The page hands the signed postback to the site: processPostback, isAuthenticationGranted")
        let postback = try iframe.processPostbackWithoutReplayProtection(
            .text(form), requestToken: .expected(token), expecting: .user(Self.userName, action: Self.action))
        guard case .authenticationRequest(let request) = postback else {
            throw CommandError("the postback is not an authentication request's")
        }
        narrator.say("Signature, token and age are valid; it names \(request.user?.name ?? "") and \(Self.action).")
        let isGranted = await iframe.isAuthenticationGranted(
            .text(form), requestToken: .expected(token), expecting: .user(Self.userName, action: Self.action))
        try narrator.expect(isGranted == (decision == .approve), "isAuthenticationGranted is \(isGranted)")
        let isForgeryGranted = await iframe.isAuthenticationGranted(
            .text(form.replacing("user_name=\(Self.userName)", with: "user_name=root")), requestToken: .expected(token),
            expecting: .user("root", action: Self.action), allowingDisabledUsers: true)
        try narrator.expect(!isForgeryGranted, "the same postback with another user's name is refused")
    }

    /// Waits for a pending decision, as a phone does, and makes it.
    ///
    /// - Parameter number: The number that the page shows.
    private func decide(on phone: VirtualPhone, number: String = "") async throws -> DeviceProtocol.Decision {
        guard let pending = try await phone.pending(wait: 10).first else {
            throw CommandError("nothing reached the phone")
        }
        let decision = user.decide(on: pending, narrator)
        try await phone.send(to: pending) { now in
            DeviceProtocol.Answer(decision, number: decision == .approve ? number : "", decided: now)
        }
        return decision
    }

    private func narrating(_ transport: CurlTransport, _ name: String) -> NarratingTransport {
        NarratingTransport(transport: transport, narrator: narrator, name: name)
    }
}

#endif
