#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

/// Waits whose clients leave, over real connections.
@Suite("Waits that end with their connection", .timeLimit(.minutes(10))) struct EndedWaitTests {
    /// Whose request waits.
    enum Kind: CaseIterable { case device, requester, page }

    @Test("A client that leaves frees its waiter and its connection at once", arguments: Kind.allCases)
    func closed(_ kind: Kind) async throws {
        try await LiveService.run(longPoll: .seconds(600)) { live in
            let request = try await Self.waitingRequest(of: kind, live)
            let changes = live.service.core.changes
            for _ in 0..<3 {
                let client = try RawClient(port: live.port)
                client.send(try request())
                while changes.waiterCount == 0 { await Task.yield() }
                client.close()
                // Long before the wait would end by itself.
                let limit = ContinuousClock.now + .seconds(60)
                while changes.waiterCount > 0, .now < limit { await Task.yield() }
                #expect(changes.waiterCount == 0)
            }
        }
    }

    @Test("A client that only says that it sends no more gets the current state", arguments: Kind.allCases)
    func halfClosed(_ kind: Kind) async throws {
        try await LiveService.run(longPoll: .seconds(600)) { live in
            let client = try RawClient(port: live.port)
            client.send(try await Self.waitingRequest(of: kind, live)())
            while live.service.core.changes.waiterCount == 0 { await Task.yield() }
            client.finish()
            #expect(await client.readToEnd()?.hasPrefix("HTTP/1.1 200") == true)
        }
    }

    @Test("A request behind a waiting one is not kept waiting")
    func queued() async throws {
        try await LiveService.run(longPoll: .seconds(600)) { live in
            let client = try RawClient(port: live.port)
            client.send(try await Self.waitingRequest(of: .device, live)())
            while live.service.core.changes.waiterCount == 0 { await Task.yield() }
            client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            let text = await client.read(upTo: "\"status\"")
            #expect(text?.contains("authentication_requests") == true)
        }
    }

    @Test("The waits of one device are bounded, and what is over is answered at once")
    func bounded() async throws {
        var waits = WaitLimits()
        waits.device = 2
        try await LiveService.run(longPoll: .seconds(600), waits: waits) { live in
            let request = try await Self.waitingRequest(of: .device, live)
            let clients = try (0..<2).map { _ in try RawClient(port: live.port) }
            for client in clients { client.send(try request()) }
            while live.service.core.changes.waiterCount < 2 { await Task.yield() }
            let third = try RawClient(port: live.port)
            third.send(try request())
            #expect(await third.read(upTo: "authentication_requests")?.hasPrefix("HTTP/1.1 200") == true)
            let other = try RawClient(port: live.port)
            other.send(try await Self.waitingRequest(of: .device, live)())
            while live.service.core.changes.waiterCount < 3 { await Task.yield() }
            withExtendedLifetime((clients, other)) {}
        }
    }

    /// Returns what makes requests that wait for a decision which nobody makes.
    private static func waitingRequest(
        of kind: Kind, _ live: LiveService
    ) async throws -> @Sendable () throws -> String {
        let phone = try await LivePhone.registered(with: live)
        let shop = try await live.service.createRequester(name: "Example Shop")
        let signer = Signer(
            credentials: try Credentials(
                consumerKey: shop.consumerKey, consumerSecret: SecretBytes(utf8: shop.consumerSecret)))
        let host = "127.0.0.1:\(live.port)"
        func post(_ path: String, _ form: [Parameter]) async throws -> JSON {
            let header = try signer.authorizationHeader(
                method: "POST", url: "http://\(host)\(path)", formParameters: form)
            return try await live.send(
                .post, path,
                headers: [.authorization: header, .contentType: "application/x-www-form-urlencoded"],
                body: Array(FormEncoding.encode(form).utf8)
            ).json
        }
        switch kind {
        case .device:
            return {
                let path = "device/pending?wait=25"
                let call = DeviceProtocol.Call(
                    method: "GET", url: phone.service.base + "/" + path, body: [], device: phone.id,
                    timestamp: SystemClock.unixSeconds(), nonce: Hex.encode(try RandomBytes.generate(16)))
                let fields = try call.signedHeaders(phone.key).map { "\($0.name): \($0.value)\r\n" }.joined()
                return "GET /v1/\(path) HTTP/1.1\r\nHost: \(host)\r\n\(fields)\r\n"
            }
        case .requester:
            let pairing = try await post(
                "/v1/pairings/create",
                [Parameter("pairing_phrase", try await phone.phrase()), Parameter("user_name", "jdoe")])
            let path = "/v1/pairings/\(pairing["id"].text)?wait=25"
            return {
                let header = try signer.authorizationHeader(method: "GET", url: "http://\(host)\(path)")
                return "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nAuthorization: \(header)\r\n\r\n"
            }
        case .page:
            _ = try await post(
                "/v1/pairings/create",
                [Parameter("pairing_phrase", try await phone.phrase()), Parameter("user_name", "jdoe")])
            #expect(try await phone.decideNext(.pairing, .approve).status == 200)
            let url = try signer.signedURL(
                url: "http://\(host)/v1/web/authenticate",
                parameters: [
                    Parameter("username", "jdoe"), Parameter("expires", String(SystemClock.unixSeconds() + 60)),
                ])
            let page = try await live.send(.get, String(url.dropFirst("http://\(host)".count)))
            let start = try #require(page.text.firstRange(of: "data-token=\""))
            let token = page.text[start.upperBound...].prefix { $0 != "\"" }
            return { [token = String(token)] in
                "POST /v1/web/result?wait=25 HTTP/1.1\r\nHost: \(host)\r\nAuthorization: Bearer \(token)\r\nContent-Length: 0\r\n\r\n"
            }
        }
    }
}

#endif
