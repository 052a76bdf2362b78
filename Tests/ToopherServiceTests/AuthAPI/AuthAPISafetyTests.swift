#if Service

import HTTPTypes
import TestSupport
import Testing

@testable import ToopherService

/// Many clients let their users in when a first request fails: what must not open a door is a `deny`.
@Suite("What fails in the Auth API opens no door", .timeLimit(.minutes(10))) struct AuthAPISafetyTests {
    enum Failure: String, CaseIterable {
        case otherSecret, unknownKey, clockOff, disabled, removed, suspended, otherKind, variant, malformedUser,
            otherPath

        /// The code that a client is told where it may be told.
        var code: Int64 {
            switch self {
            case .otherSecret, .unknownKey, .removed, .variant, .otherPath: 40103
            case .clockOff: 40105
            case .disabled, .suspended, .otherKind: 40301
            case .malformedUser: 40002
            }
        }
    }

    private static func send(
        _ failure: Failure, _ path: String, _ harness: Harness, _ change: (inout IntegrationSettings) -> Void = { _ in }
    ) async throws -> ServiceResponse {
        let shop = try await harness.requester()
        _ = try await harness.pairedPhone(user: "alice", with: shop)
        var ssh = try await harness.integration(of: shop, kind: failure == .otherKind ? .web : .authAPI) { settings in
            change(&settings)
            if failure == .otherKind { settings.redirectURIs = ["https://example.org/"] }
            if failure == .variant { settings.variants = ["v5"] }
        }
        var parameters = [("username", "alice"), ("factor", "auto"), ("device", "auto"), ("async", "0")]
        switch failure {
        case .otherSecret: ssh.secret = "x"
        case .unknownKey: ssh.key = "DIAAAAAAAAAAAAAAAAAA"
        case .disabled: try await harness.service.setIntegration(ssh.key, isEnabled: false)
        case .removed: try await harness.service.removeIntegration(ssh.key)
        case .suspended: try await harness.service.setState(.suspended, of: shop.id)
        case .malformedUser: parameters[0].1 = " alice"
        case .clockOff, .otherKind, .variant, .otherPath: break
        }
        let offset: Int64 = failure == .clockOff ? 301 : 0
        guard failure == .otherPath else {
            return try await harness.call(.post, path, parameters, as: ssh, offset: offset)
        }
        let (headers, _, body) = try ssh.sign(.post, path + "/", parameters, at: harness.clock.now)
        return try await harness.send(.post, path, headers: headers, body: body)
    }

    @Test("A first call and one whose response is the decision are denied", arguments: Failure.allCases)
    func denied(_ failure: Failure) async throws {
        for path in [AuthAPIRouteTests.preauth, AuthAPIRouteTests.auth] {
            try await Harness.run { harness in
                let response = try await Self.send(failure, path, harness)
                #expect(response.status == 200 && response.json["stat"].text == "OK", "\(failure) \(response.text)")
                #expect(response.json["response"]["result"].text == "deny")
                #expect(!response.json["response"]["status_msg"].text.isEmpty)
            }
        }
    }

    @Test("The operator can have the error told instead", arguments: Failure.allCases)
    func shown(_ failure: Failure) async throws {
        // Of what is not known, nothing is known.
        guard ![.unknownKey, .removed].contains(failure) else { return }
        try await Harness.run { harness in
            let response = try await Self.send(failure, AuthAPIRouteTests.preauth, harness) { $0.showsErrors = true }
            #expect(response.status == Int(failure.code / 100) && response.json["code"].integer == failure.code)
        }
    }

    @Test("Elsewhere the error is told")
    func elsewhere() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            var ssh = try await harness.integration(of: shop)
            let late = try await harness.call(.get, "/auth/v2/check", as: ssh, offset: 301)
            #expect(late.status == 401 && late.json["code"].integer == 40105)
            ssh.secret = "x"
            let wrong = try await harness.call(.get, "/auth/v2/check", as: ssh)
            #expect(wrong.status == 401 && wrong.json["code"].integer == 40103)
            let asked = try await harness.call(
                .post, AuthAPIRouteTests.auth,
                [("username", "alice"), ("factor", "auto"), ("device", "auto"), ("async", "1")], as: ssh)
            #expect(asked.status == 401)
        }
    }

    @Test("Of an unknown key the log has four characters: where key and secret were interchanged, it is the secret")
    func interchanged() async throws {
        let recorder = LogRecorder()
        try await Harness.run(logger: recorder.logger()) { harness in
            let shop = try await harness.requester()
            var ssh = try await harness.integration(of: shop)
            (ssh.key, ssh.secret) = (ssh.secret, ssh.key)
            let response = try await harness.call(.post, AuthAPIRouteTests.preauth, [("username", "a")], as: ssh)
            #expect(response.json["response"]["result"].text == "deny")
            #expect(recorder.text.contains(ssh.key.prefix(4) + "…"))
            #expect(!recorder.text.contains(ssh.key.prefix(5)) && !recorder.text.contains(ssh.key.suffix(5)))
        }
    }

    @Test("A body that is too large is denied")
    func tooLarge() async throws {
        try await Harness.run { harness in
            let response = try await harness.send(
                .post, AuthAPIRouteTests.preauth, body: [UInt8](repeating: 0x61, count: 65 * 1024))
            #expect(response.status == 200 && response.json["response"]["result"].text == "deny")
        }
    }

    @Test(
        "Whatever a client that signs validly sends, nothing is a server error",
        arguments: [
            "/auth/v2/preauth", "/auth/v2/auth", "/auth/v2/enroll", "/auth/v2/enroll_status", "/rest/v1/preauth",
            "/rest/v1/auth", "/rest/v1/preauth.bson", "/rest/v1/auth.bson", "/oauth/v1/token", "/oauth/v1/health_check",
        ])
    func hostile(path: String) async throws {
        let names = [
            "username", "user", "user_id", "factor", "auto", "device", "passcode", "prompt", "async", "txid", "ipaddr",
            "hostname", "pushinfo", "type", "failmode", "activation_code", "client_id", "client_assertion", "code",
        ]
        let values = [
            "", "alice", "auto", "push", "push1", "1", "\u{0}", "\u{202E}", "%", "'", "DIAAAAAAAAAAAAAAAAAA", "a.b.c",
            String(repeating: "é", count: 300), String(repeating: "x", count: 21_000),
            "45f7c92b-f45f-4862-8a4e-6c4b0a3a1b2c",
        ]
        try await Harness.run(configure: { $0.waits.requester = 0 }) { harness in
            var generator = SeededGenerator(seed: 17)
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            for _ in 0..<60 {
                harness.clock.advance(by: 1)
                let parameters = names.shuffled(using: &generator).prefix(6).map { name in
                    (name, values.randomElement(using: &generator) ?? "")
                }
                let response = try await harness.call(.post, path, parameters, as: ssh)
                #expect(response.status < 500, "\(parameters) \(response.text)")
                let unsigned = try await harness.send(.post, path, body: generator.bytes(40))
                #expect(unsigned.status < 500, "\(unsigned.text)")
            }
        }
    }

    @Test("What a client has said of how it fails, and how it signs, is noted")
    func noted() async throws {
        try await Harness.run { harness in
            let ssh = try await harness.integration(of: harness.requester())
            _ = try await harness.call(
                .post, AuthAPIRouteTests.preauth, [("username", "alice"), ("failmode", "closed")], as: ssh)
            var summary = try #require(try await harness.service.integrations().first)
            #expect(summary.seenVariants == ["v2-sha512"] && !summary.failsOpen)
            _ = try await harness.call(
                .post, AuthAPIRouteTests.preauth, [("username", "alice"), ("failmode", "open")], as: ssh)
            summary = try #require(try await harness.service.integrations().first)
            #expect(summary.failsOpen)
        }
    }
}

#endif
