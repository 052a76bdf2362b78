#if Service

import DeviceProtocol
import HTTPTypes
import Logging
import OAuth1
import Testing

@testable import ToopherService

@Suite("The external URL of a service") struct ExternalURLTests {
    @Test(
        "Phones and requesters are accepted however the operator spells it",
        arguments: [
            "http://toopher.test", "http://Toopher.TEST", "HTTP://TOOPHER.TEST/", "http://toopher.test:80",
            "http://TOOPHER.test:80//",
        ])
    func spellings(_ externalURL: String) async throws {
        try await Harness.run(externalURL: externalURL) { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(try await harness.get("/v1/pairings/\(pairing)", as: shop).json["enabled"] == .flag(true))
            let id = try await harness.post(
                AuthenticationRequestTests.initiate, [("pairing_id", pairing), ("terminal_name", "t")], as: shop
            ).json["id"].text
            #expect(try await phone.decide(.approve, on: id, of: .authenticationRequest).status == 200)
        }
    }

    @Test(
        "Phones and requesters of another host, port, path or scheme are refused",
        arguments: [
            "http://toopher.example", "http://toopher.test:81", "http://toopher.test/x", "https://toopher.test",
        ])
    func otherURL(_ externalURL: String) async throws {
        try await Harness.run(externalURL: externalURL) { harness in
            let shop = try await harness.requester()
            let refusal = try await harness.get("/v1/pairings/00000000-0000-4000-8000-000000000000", as: shop).refusal
            #expect(refusal == SignatureTests.refusal)
            let phone = try await Phone.registered(with: harness)
            #expect(phone.id.isEmpty)
        }
    }

    @Test("A live service without an external URL takes localhost in capitals")
    func capitals() async throws {
        try await LiveService.run { live in
            for host in ["LOCALHOST", "localhost", "127.0.0.1"] {
                let phone = try await LivePhone.registered(at: "HTTP://\(host):\(live.port)/v1/", live.transport)
                #expect(try await phone.call(.get, "device/pending", "").status == 200)
            }
        }
    }
}

#endif
