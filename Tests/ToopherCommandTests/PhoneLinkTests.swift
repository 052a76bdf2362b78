import CryptoCore
import DeviceProtocol
import HTTPTypes
import OAuth1
import TestSupport
import Testing

@testable import ToopherCommand

@Suite("toopher phone pair --link")
struct PhoneLinkTests {
    private func phone(_ transport: ScriptedTransport, _ base: String = "https://auth.example.org/v1") throws
        -> VirtualPhone
    {
        VirtualPhone(
            service: try ExternalURL(base: base), deviceID: "id", key: try P256.PrivateKey(), transport: transport)
    }

    @Test(
        "The token of a link is sent to its service, which answers with the pairing",
        arguments: [
            ("https://auth.example.org/v1", "https://auth.example.org/pair/AbC-_9"),
            ("http://127.0.0.1:8042/v1", "http://127.0.0.1:8042/pair/AbC-_9"),
            ("https://example.org/auth/v1", "https://example.org/auth/pair/AbC-_9"),
        ])
    func taken(_ base: String, _ link: String) async throws {
        let transport = ScriptedTransport(
            """
            {"id":"7","requester":{"id":"1","name":"Shop"},"user":{"id":"2","name":"jdoe"},"created":1,"expires":2}
            """)
        let pending = try await phone(transport, base).takeInvitation(link)
        #expect(pending.kind == .pairing && pending.item.id == "7")
        #expect(pending.text == "Shop wants to pair this phone with jdoe")
        let sent = try #require(transport.sent.first)
        #expect(sent.request.path?.hasSuffix("/v1/device/invitations") == true && sent.request.method == .post)
        #expect(sent.text == #"{"token":"AbC-_9"}"#)
    }

    @Test("An approval without the number or the check that is asked for is not sent")
    func incomplete() throws {
        let item: DeviceMessage.Item = try DeviceMessage.decode(
            Array(
                """
                {"id":"7","requester":{"id":"1","name":"Shop"},"user":{"id":"2","name":"jdoe"},
                "action":{"id":"3","name":"Log In"},"terminal":{"id":"4","name":"desk"},"first_from_terminal":false,
                "challenge_required":true,"number_digits":2,"automation_allowed":false,"created":1,"expires":2}
                """.utf8))
        let pending = PendingDecision(kind: .authenticationRequest, item: item)
        #expect(
            pending.text
                == "Shop asks: Log In as jdoe from desk, with a number of 2 digits, with the phone's own check")
        for (number, isChallengeMet, isComplete) in [
            ("", true, false), ("1", true, false), ("123", true, false), ("12", false, false), ("12", true, true),
        ] {
            let answer = DeviceProtocol.Answer(.approve, number: number, isChallengeMet: isChallengeMet, decided: 1)
            #expect(((try? pending.check(answer)) != nil) == isComplete, "\(number) \(isChallengeMet)")
        }
        try pending.check(DeviceProtocol.Answer(.deny, decided: 1))
    }

    @Test(
        "The token is sent to nobody else",
        arguments: [
            "https://evil.example/pair/AbC", "https://auth.example.org.evil.example/pair/AbC",
            "http://auth.example.org/pair/AbC", "https://auth.example.org/pair/", "https://auth.example.org/pair/a/b",
            "https://auth.example.org/pair/a?b", "https://auth.example.org/v1/pair/AbC", "AbC", "",
        ])
    func refused(_ link: String) async throws {
        let transport = ScriptedTransport("{}")
        let phone = try phone(transport)
        await #expect(throws: CommandError.self) { try await phone.takeInvitation(link) }
        #expect(transport.sent.isEmpty)
    }

    @Test("What the service says is repeated")
    func used() async throws {
        let transport = ScriptedTransport(#"{"error_code":409,"error_message":"This link has been used"}"#, status: 409)
        let phone = try phone(transport)
        let error = await #expect(throws: CommandError.self) {
            try await phone.takeInvitation("https://auth.example.org/pair/AbC")
        }
        #expect(error.map { "\($0)" }?.contains("This link has been used") == true)
    }
}
