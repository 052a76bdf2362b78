import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import Synchronization
import TestProvider
import TestServer
import TestSupport
import Testing

/// The code of the articles about services, against servers that verify it as those do.
@Suite("The examples for services", .timeLimit(.minutes(10)))
struct ServiceExampleTests {
    private static func withTransport(_ body: (CurlTransport) async throws -> Void) async throws {
        let transport = try CurlTransport()
        do {
            try await body(transport)
        } catch {
            await transport.close()
            throw error
        }
        await transport.close()
    }

    @Test("WooCommerce: both requests verify, with the protocol parameters in the query and the body unsigned")
    func wooCommerce() async throws {
        let credentials = try Credentials(
            consumerKey: "ck_1", key: .hmac(.sha256, consumerSecret: SecretBytes(utf8: "cs_&2")))
        let server = try VerifyingServer(credentials)
        defer { server.stop() }
        try await Self.withTransport { transport in
            let json = Array(#"{"name":"Chair"}"#.utf8)
            let responses = try await WooCommerceExample.run(server.authority, "ck_1", "cs_&2", json, transport)
            #expect(responses.map(\.head.status) == [.ok, .ok])
            #expect(String(decoding: responses[0].body, as: UTF8.self) == "status=processing&per_page=20")
            #expect(server.requests.map(\.method) == ["GET", "POST"] && server.requests[1].body == json)
            for request in server.requests {
                #expect(request.values("authorization").isEmpty && request.encodedQuery.contains("oauth_signature="))
            }
            let wrong = try await WooCommerceExample.run(server.authority, "ck_1", "cs_2", json, transport)
            #expect(wrong.map(\.head.status) == [.unauthorized, .unauthorized])
        }
    }

    @Test("X and Flickr: each upload verifies as its service reads it, and not as the other does")
    func mediaUpload() async throws {
        let credentials = try ExampleTests.credentials("k", "s", token: "t", tokenSecret: "ts")
        // Flickr's rule for X, and the RFC's for Flickr.
        for isSwapped in [false, true] {
            let server = try VerifyingServer(credentials) { request, address in
                let isFlickr = (request.path == "/services/upload/") != isSwapped
                guard isFlickr else { return try request.received(at: address) }
                return ReceivedRequest(
                    method: request.method, url: try address.url(target: request.target),
                    authorization: request.values("authorization"),
                    contentType: "application/x-www-form-urlencoded",
                    body: Array(FormEncoding.encode(textFields(request)).utf8))
            }
            defer { server.stop() }
            try await Self.withTransport { transport in
                let photo = Array("\r\n--not a boundary\r\n".utf8)
                let responses = try await MediaUploadExample.run(
                    "http", server.authority, photo, Signer(credentials: credentials), transport)
                // What X does not sign is the same for both readings: its body has no text field.
                #expect(responses.map(\.head.status) == [.ok, isSwapped ? .unauthorized : .ok])
                guard !isSwapped else { return }
                #expect(
                    textFields(server.requests[1])
                        == [Parameter("title", "Café & sea"), Parameter("tags", "sunset \"Lake Constance\"")])
                let bodies = server.requests.map { String(decoding: $0.body, as: UTF8.self) }
                #expect(bodies.allSatisfy { $0.contains("filename=\"a.jpg\"\r\n\r\n\r\n--not a boundary\r\n\r\n--") })
            }
        }
    }

    @Test("NetSuite's passport has the signature that is published for its values")
    func netSuiteVector() throws {
        let example = NetSuiteSOAPExample(
            account: "1234567", consumerKey: "71cc02b731f05895561ef0862d71553a3ac99498a947c3b7beaf4a1e4a29f7c4",
            consumerSecret: "7278da58caf07f5c336301a601203d10a58e948efa280f0618e25fcee1ef2abd",
            token: "89e08d9767c5ac85b374415725567d05b54ecf0960ad2470894a52f741020d82",
            tokenSecret: "060cd9ab3ffbbe1e3d3918e90165ffd37ab12acc76b4691046e2d29c7d7674c2")
        let passport = try example.passport("6obMKq0tmY8ylVOdEkA1", 1_439_829_974)
        #expect(
            passport.baseString
                == "1234567&71cc02b731f05895561ef0862d71553a3ac99498a947c3b7beaf4a1e4a29f7c4"
                + "&89e08d9767c5ac85b374415725567d05b54ecf0960ad2470894a52f741020d82&6obMKq0tmY8ylVOdEkA1&1439829974")
        #expect(passport.text.contains(">FCghIZqXNetuZY8ILWOFH0ucdfzQOmAuL+q+kF21zPs=</signature>"))
        var other = example
        other.tokenSecret += "0"
        #expect(try !other.passport("6obMKq0tmY8ylVOdEkA1", 1_439_829_974).text.contains(">FCghIZqX"))
    }

    @Test("NetSuite's passport verifies at a server that parses it, and not with a changed value")
    func netSuiteServer() async throws {
        let example = NetSuiteSOAPExample(
            account: "1234567_SB1", consumerKey: "c/k", consumerSecret: "c&s", token: "t+k", tokenSecret: "t s")
        let server = FaultServer { connection in
            while let request = connection.readRequest().flatMap(ParsedRequest.init) {
                let isValid = isValidPassport(String(decoding: request.body, as: UTF8.self), "c&s", "t s")
                connection.send(ProviderResponse(status: isValid ? 200 : 500).text)
            }
        }
        defer { server.stop() }
        try await Self.withTransport { transport in
            let passport = try example.run()
            for (text, status) in [
                (passport, 200), (passport.replacing("1234567_SB1", with: "1234567"), 500),
                (passport.replacing("t+k", with: "t k"), 500), (passport.replacing("<nonce>", with: "<nonce>0"), 500),
                (try example.run(), 200),
            ] {
                var request = HTTPRequest(
                    method: .post, scheme: "http", authority: server.authority, path: "/services/NetSuitePort")
                request.headerFields[.contentType] = "text/xml; charset=utf-8"
                #expect(try await transport.send(request, body: Array(text.utf8)).head.status.code == status)
            }
        }
    }

    @Test("E*TRADE: the flow ends with a token, and the renewal is verified")
    func eTrade() async throws {
        let provider = try Provider(key: Keys.hmac)
        defer { provider.stop() }
        try await Self.withTransport { transport in
            let (token, isActive) = try await ETradeExample.run(
                Provider.consumerKey, Keys.secret, "http", provider.authority, transport
            ) { address in
                #expect(address.hasSuffix("/e/t/etws/authorize?token=temporary%2F1&key=\(Provider.consumerKey)"))
                let path = address.dropFirst("http://".count + provider.authority.utf8.count)
                let page = try await transport.send(
                    HTTPRequest(method: .get, scheme: "http", authority: provider.authority, path: String(path)))
                return String(decoding: page.body, as: UTF8.self)
            }
            #expect(isActive && provider.state.isGranted(token.token))
            #expect(provider.state.requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test("Servers that deviate: the renewed token is stored, and the clock is corrected")
    func deviating() async throws {
        let stored = Mutex<[String]>([])
        let corrected = Mutex<[ClosedRange<Int64>?]>([])
        func example(_ flow: AuthorizationFlow) -> ServersThatDeviateExample {
            ServersThatDeviateExample(
                flow: flow, store: { token, _, _, _ in stored.withLock { $0.append(token) } },
                correctClock: { range in corrected.withLock { $0.append(range) } })
        }
        try await withScenario(hasSessions: true) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            let token = try await example(scenario.flow).token(for: temporary, verifier)
            #expect(try await example(scenario.flow).current(token, isExpired: false).token == token.token)
            let renewed = try await example(scenario.flow).current(token, isExpired: true)
            #expect(scenario.provider.state.isGranted(renewed.token))
            #expect(stored.withLock { $0 } == [renewed.token])
        }
        for (problem, isExpired) in [("token_expired", true), ("token_rejected", false)] {
            var head = HTTPResponse(status: .unauthorized)
            head.headerFields[.wwwAuthenticate] = "OAuth oauth_problem=\"\(problem)\", realm=\"yahooapis.com\""
            let response = HTTPTransportResponse(head: head, body: [])
            #expect(ServersThatDeviateExample.isExpired(response) == isExpired)
        }
        let late = try CredentialsResponseTests.flow(
            ScriptedTransport(
                "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=1-2", status: 401))
        let temporary = TemporaryCredentials(token: "a", tokenSecret: SecretBytes(utf8: "b"))
        await #expect(throws: AuthorizationError.self) { try await example(late).token(for: temporary, "v") }
        #expect(corrected.withLock { $0 } == [1...2])

        let transport = ScriptedTransport(#"{"oauth_token":"6f531f8fd316915af53f"}"#)
        let brokers = try ServersThatDeviateExample.interactiveBrokers(
            "k", RSAFixtures.privateKey,
            Endpoints(temporaryCredentials: "https://p/r", authorization: "https://p/a", token: "https://p/t"),
            transport)
        let pending = try await brokers.temporaryCredentials(callback: .outOfBand)
        #expect(pending.token == "6f531f8fd316915af53f")
        #expect(
            transport.sent.first?.request.headerFields[.authorization]?.hasPrefix("OAuth realm=\"limited_poa\", ")
                == true)
    }
}

/// Returns the parts of a multipart body that are no files, as Flickr reads them.
@Sendable private func textFields(_ request: ParsedRequest) -> [Parameter] {
    let type = request.values("content-type").first ?? ""
    guard let boundary = type.split(separator: "boundary=").last else { return [] }
    let parts = String(decoding: request.body, as: UTF8.self).split(separator: "--" + boundary + "\r\n")
    return parts.compactMap { part in
        let halves = part.split(separator: "\r\n\r\n", maxSplits: 1)
        guard halves.count == 2, !halves[0].contains("filename="), let name = halves[0].split(separator: "name=").last
        else { return nil }
        return Parameter(String(name.dropFirst().dropLast()), String(halves[1].dropLast()))
    }
}

/// Returns whether the signature of a passport is that of its values, with an HMAC and an encoding of the test's own.
@Sendable private func isValidPassport(_ text: String, _ consumerSecret: String, _ tokenSecret: String) -> Bool {
    func value(_ name: String) -> String {
        let start = text.firstRange(of: "<\(name)>") ?? text.firstRange(of: "<\(name) ")
        guard let start, let end = text.firstRange(of: "</\(name)>") else { return "" }
        return String(text[start.lowerBound..<end.lowerBound].drop { $0 != ">" }.dropFirst())
    }
    func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isKept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".unicodeScalars.contains(
                scalar)
            let digits = String(byte, radix: 16, uppercase: true)
            return isKept ? String(scalar) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
    let base = ["account", "consumerKey", "token", "nonce", "timestamp"].map { encoded(value($0)) }.joined(
        separator: "&")
    let key = try? HMACKey(.sha256, key: SecretBytes(utf8: encoded(consumerSecret) + "&" + encoded(tokenSecret)))
    guard let code = try? key?.authenticationCode(for: Array(base.utf8)) else { return false }
    return text.contains("algorithm=\"HMAC_SHA256\"") && value("signature") == Base64.encode(code)
}
