#if Service

import CryptoCore
import CurlTransport
import HTTPExchange
import DeviceProtocol
import HTTPTypes
import Logging
import OAuth1
import Testing
import Toopher

@testable import ToopherService

@Suite("A live service") struct LiveServiceTests {
    @Test("The client pairs, authenticates and verifies a postback, and a restart loses nothing")
    func endToEnd() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        let kept = Kept()
        try await LiveService.run(database: database.path) { live in
            let shop = try await live.service.createRequester(name: "Example Shop")
            let api = try ToopherAPI(
                key: shop.consumerKey, secret: shop.consumerSecret, baseURL: live.baseURL, transport: live.transport)
            let phone = try await LivePhone.registered(with: live)
            let pairing = try await api.pair(username: "jdoe", phrase: try await phone.phrase())
            #expect(pairing.isPending && !pairing.isEnabled && pairing.user.name == "jdoe")
            #expect(try await phone.decideNext(.pairing, .approve).status == 200)
            #expect(try await api.refresh(pairing).isEnabled)

            let request = try await api.authenticate(pairingID: pairing.id, terminalName: "my computer")
            #expect(request.isPending && !request.isGranted)
            #expect(try await phone.decideNext(.authenticationRequest, .approve).status == 200)
            let granted = try await api.refresh(request)
            #expect(granted.isGranted && !granted.isPending)
            await kept.keep(shop.consumerKey, shop.consumerSecret, pairing.id, phone)

            let iframe = try ToopherIframe(key: shop.consumerKey, secret: shop.consumerSecret, baseURL: live.baseURL)
            let address = try iframe.authenticationURL(username: "jdoe", requestToken: "t0ken", actionName: "Log In")
            let page = try await live.send(.get, String(address.dropFirst("http://127.0.0.1:\(live.port)".count)))
            let start = try #require(page.text.firstRange(of: "data-token=\""))
            let token = String(page.text[start.upperBound...].prefix { $0 != "\"" })
            let bearer: HTTPFields = [.authorization: "Bearer \(token)"]
            let number = try await live.send(.post, "/v1/web/result", headers: bearer).json["match_number"].text
            async let waiting = live.send(.post, "/v1/web/result?wait=25", headers: bearer)
            #expect(try await phone.decideNext(.authenticationRequest, .approve, number: number).status == 200)
            let payload = try await waiting.json["payload"]
            let fields = payload.names.map { Parameter($0, payload[$0].text) }
            #expect(
                await !iframe.isAuthenticationGranted(
                    .fields(fields), requestToken: .expected("another"), expecting: .user("jdoe")))
            #expect(
                await iframe.isAuthenticationGranted(
                    .fields(fields), requestToken: .expected("t0ken"), expecting: .user("jdoe", action: "Log In")))
            #expect(
                await !iframe.isAuthenticationGranted(
                    .fields(fields), requestToken: .expected("t0ken"), expecting: .user("jdoe", action: "Log In")))
        }
        try await LiveService.run(database: database.path) { live in
            let (key, secret, pairingID, old) = try #require(await kept.value)
            let api = try ToopherAPI(key: key, secret: secret, baseURL: live.baseURL, transport: live.transport)
            #expect(try await api.fetchPairing(id: pairingID).isEnabled)
            let phone = LivePhone(
                service: try ExternalURL(base: live.baseURL), transport: live.transport, key: old.key, id: old.id)
            let request = try await api.authenticate(username: "jdoe", terminalName: "my computer")
            #expect(try await phone.decideNext(.authenticationRequest, .deny).status == 200)
            #expect(try await api.refresh(request).isDenied)
        }
    }

    @Test("The client throws typed errors for refusals")
    func typedRefusals() async throws {
        try await LiveService.run { live in
            let shop = try await live.service.createRequester(name: "Example Shop")
            let api = try ToopherAPI(
                key: shop.consumerKey, secret: shop.consumerSecret, baseURL: live.baseURL, transport: live.transport)
            let stranger = try ToopherAPI(
                key: shop.consumerKey, secret: "wrong", baseURL: live.baseURL, transport: live.transport)
            await #expect { try await stranger.pair(username: "jdoe", phrase: "a b") } throws: {
                if case ToopherError.unauthorized(let refusal) = $0 {
                    refusal.message == "Not a valid OAuth signed request"
                } else {
                    false
                }
            }
            await #expect { try await api.authenticate(username: "jdoe", terminalName: "t") } throws: {
                if case ToopherError.userUnknown = $0 { true } else { false }
            }
        }
    }

    @Test("A port in use and a database that cannot be opened are one line of error each")
    func cannotStart() async throws {
        try await LiveService.run { live in
            var configuration = ServiceConfiguration(
                database: ":memory:", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            configuration.port = live.port
            let second = try await ToopherService(configuration: configuration)
            let expected = ServiceError.cannotListen(
                address: "127.0.0.1", port: live.port, reason: "Address already in use")
            await #expect(throws: expected) { try await second.run { _, _ in } }
            #expect(expected.description == "cannot listen on 127.0.0.1:\(live.port): Address already in use")
        }
        let missing = ServiceConfiguration(database: "/nonexistent/folder/x.sqlite", logger: Logger(label: "test"))
        let error = await #expect(throws: ServiceError.self) { try await ToopherService(configuration: missing) }
        #expect(
            error?.description
                == "cannot open the database /nonexistent/folder/x.sqlite: No such file or directory")
    }

    @Test("localhost names the service as its address does")
    func localhost() async throws {
        try await LiveService.run { live in
            for host in ["127.0.0.1:\(live.port)", "localhost:\(live.port)"] {
                let response = try await live.send(.get, "/v1/pairings/x", host: host)
                #expect(response.status == 401)
            }
        }
    }

    @Test("Shutdown responds to waiting requests, then the service is unreachable")
    func shutdown() async throws {
        let service = try await ToopherService(
            configuration: ServiceConfiguration(
                database: ":memory:", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            clock: SystemClock.unixSeconds, random: SystemRandom.source, longPoll: .seconds(600))
        let transport = try CurlTransport()
        let (starts, continuation) = AsyncStream<(Int, String)>.makeStream()
        let server = Task { try await service.run { continuation.yield(($0, $1)) } }
        for await (port, baseURL) in starts.prefix(1) {
            let live = LiveService(service: service, port: port, baseURL: baseURL, transport: transport)
            let phone = try await LivePhone.registered(with: live)
            async let waiting = phone.call(.get, "device/pending?wait=60", "")
            while service.core.changes.waiterCount == 0 { await Task.yield() }
            server.cancel()
            #expect(try await waiting.status == 200)
            try await server.value
            await #expect(throws: TransportError.self) { try await live.send(.get, "/health") }
        }
        await transport.close()
    }

    @Test("No secret, signature, nonce or token is logged at any level")
    func discreetLog() async throws {
        let recorder = LogRecorder()
        try await LiveService.run(longPoll: .milliseconds(20), logger: recorder.logger()) { live in
            let shop = try await live.service.createRequester(name: "Example Shop")
            let credentials = try Credentials(
                consumerKey: shop.consumerKey, consumerSecret: SecretBytes(utf8: shop.consumerSecret))
            let signer = Signer(credentials: credentials)
            let path = "/v1/pairings/00000000-0000-4000-8000-000000000000"
            let header = try signer.authorizationHeader(method: "GET", url: "http://127.0.0.1:\(live.port)\(path)")
            let expires = String(SystemClock.unixSeconds() + 60)
            let address = try signer.signedURL(
                url: live.baseURL + "web/authenticate",
                parameters: [
                    Parameter("username", "jdoe"), Parameter("expires", expires),
                    Parameter("session_token", "s3ssion-t0ken"), Parameter("allow_inline_pairing", "false"),
                ])
            let page = try await live.send(.get, String(address.dropFirst("http://127.0.0.1:\(live.port)".count)))
            let start = try #require(page.text.firstRange(of: "data-token=\""))
            let token = String(page.text[start.upperBound...].prefix { $0 != "\"" })
            let result = try await live.send(.post, "/v1/web/result", headers: [.authorization: "Bearer \(token)"])
            for _ in 0..<2 { _ = try await live.send(.get, path, headers: [.authorization: header]) }
            _ = try await LivePhone.registered(with: live).phrase()

            let log = recorder.text
            #expect(log.contains("nonce replayed"), "the reason is there")
            let signature = try #require(header.firstRange(of: "oauth_signature=\""))
            let nonce = try #require(header.firstRange(of: "oauth_nonce=\""))
            for secret in [
                shop.consumerSecret, token, "s3ssion-t0ken", result.json["payload"]["toopher_sig"].text,
                String(header[signature.upperBound...].prefix(20)), String(header[nonce.upperBound...].prefix(32)),
            ] {
                #expect(!secret.isEmpty && !log.contains(secret))
            }
        }
    }
}

private actor Kept {
    var value: (String, String, String, LivePhone)?

    func keep(_ key: String, _ secret: String, _ pairing: String, _ phone: LivePhone) {
        value = (key, secret, pairing, phone)
    }
}

#endif
