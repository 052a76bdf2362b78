#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import Logging
import OAuth1
import Synchronization
import TestSupport
import Testing
import Toopher
import WebSyntax

@testable import ToopherService

/// Every credential goes through a service on a socket whose log is as detailed as can be, and none is in the log afterwards.
@Suite("Secrets and the log", .timeLimit(.minutes(10))) struct SecretLoggingTests {
    /// What was logged, and what must not be.
    private final class Record: Sendable {
        private let state = Mutex((log: "", secrets: [(name: String, value: String)]()))

        var log: String { state.withLock { $0.log } }
        var secrets: [(name: String, value: String)] { state.withLock { $0.secrets } }

        func write(_ line: [UInt8]) { state.withLock { $0.log += String(decoding: line, as: UTF8.self) } }

        /// Notes a secret; returns it.
        @discardableResult
        func keep(_ name: String, _ value: String) -> String {
            state.withLock { $0.secrets.append((name, value)) }
            return value
        }
    }

    /// A requester that calls the service as its programs do.
    private struct Caller: Sendable {
        let live: LiveService
        let requester: TestRequester
        let record: Record

        private var origin: String { String(live.baseURL.dropLast("/v1/".utf8.count)) }

        func post(_ path: String, _ parameters: [(String, String)] = []) async throws -> ServiceResponse {
            let form = parameters.map { Parameter($0.0, $0.1) }
            let header = try requester.signer.authorizationHeader(
                method: "POST", url: origin + path, formParameters: form)
            keepSignature(of: header)
            return try await live.send(
                .post, path, headers: [.authorization: header, .contentType: "application/x-www-form-urlencoded"],
                body: Array(FormEncoding.encode(form).utf8))
        }

        func get(_ path: String) async throws -> ServiceResponse {
            let header = try requester.signer.authorizationHeader(method: "GET", url: origin + path)
            keepSignature(of: header)
            return try await live.send(.get, path, headers: [.authorization: header])
        }

        /// Returns the path of a page, with its signature.
        func page(_ path: String, _ parameters: [(String, String)]) throws -> String {
            let url = try requester.signer.signedURL(
                url: origin + path, parameters: parameters.map { Parameter($0.0, $0.1) })
            let signature = url.split(separator: "oauth_signature=").last ?? ""
            keep("the signature of a URL", String(signature.prefix { $0 != "&" }))
            return String(url.dropFirst(origin.utf8.count))
        }

        private func keepSignature(of header: String) {
            let start = header.firstRange(of: "oauth_signature=\"")?.upperBound ?? header.startIndex
            keep("a signature", String(header[start...].prefix { $0 != "\"" }))
        }

        /// Keeps a signature as it was sent, and as it is.
        private func keep(_ name: String, _ sent: String) {
            record.keep(name, sent)
            let characters = [("%2B", "+"), ("%2F", "/"), ("%3D", "=")]
            record.keep(name, characters.reduce(sent) { $0.replacing($1.0, with: $1.1) })
        }
    }

    private static func token(of page: ServiceResponse) throws -> String {
        let start = try #require(page.text.firstRange(of: "data-token=\""))
        return String(page.text[start.upperBound...].prefix { $0 != "\"" })
    }

    @Test("No secret, phrase, password, signed URL, link, postback or subscription is in any log, at any level")
    func secrets() async throws {
        let record = Record()
        let hook = HookRecorder()
        defer { hook.remove() }
        let push = PushSettings(transport: ScriptedTransport(status: 500), contact: "mailto:push@example.org")
        let webhooks = WebhookSettings(transport: ScriptedTransport(status: 500), exceptions: [])
        try await LiveService.run(
            operations: ListeningAddress(port: 0),
            logger: ServiceLog.logger(.text, level: .trace) { record.write($0) },
            configure: { configuration in
                configuration.push = push
                configuration.webhooks = webhooks
                configuration.smsCommand = hook.command
                configuration.mailCommand = hook.command
            }
        ) { live in
            let created = try await live.service.createRequester(name: "Example Shop")
            record.keep("a consumer secret", created.consumerSecret)
            let credentials = try Credentials(
                consumerKey: created.consumerKey, consumerSecret: SecretBytes(utf8: created.consumerSecret))
            let caller = Caller(
                live: live,
                requester: TestRequester(
                    id: created.id, key: created.consumerKey, secret: created.consumerSecret,
                    signer: Signer(credentials: credentials)), record: record)
            let hooks = "https://hooks.test/shop?token=" + record.keep("the query of a webhook", "h00kt0ken")
            record.keep(
                "a webhook secret", try #require(try await live.service.setWebhook(hooks, of: created.id)))
            let phone = try await LivePhone.registered(with: live)
            record.keep(
                "the key of a phone",
                try phone.key.rawRepresentation().withBytes { span in Base64.encodeURL(span.indices.map { span[$0] }) })
            let pairingID = try await Self.pair(phone, caller)
            try await Self.subscribe(phone, caller)
            try await Self.requests(pairingID, phone, caller)
            try await Self.oneTimePasswords(phone, caller)
            try await Self.pages(phone, caller)
            try await Self.links(pairingID, hook, caller)
            try await Self.refused(caller)
            // What is sent by itself has been tried once.
            while !record.log.contains("an endpoint has not taken a message") { await Task.yield() }
            while !record.log.contains("a push service is busy") { await Task.yield() }
        }
        let log = record.log
        for line in ["a request is not validly signed", "sent a response", "a phone's request is not validly signed"] {
            #expect(log.contains(line), "the log is not that of this test")
        }
        #expect(record.secrets.count > 30)
        for secret in record.secrets {
            #expect(secret.value.utf8.count >= 6, "\(secret.name) is too short to be looked for")
            #expect(!log.contains(secret.value), "\(secret.name) is in the log")
        }
    }

    private static func pair(_ phone: LivePhone, _ caller: Caller) async throws -> String {
        let phrase = caller.record.keep("a phrase", try await phone.phrase())
        let wrong = caller.record.keep("a wrong phrase", "never shown anywhere")
        #expect(
            try await caller.post("/v1/pairings/create", [("user_name", "jdoe"), ("pairing_phrase", wrong)]).status
                == 400)
        let pairing = try await caller.post(
            "/v1/pairings/create", [("user_name", "jdoe"), ("pairing_phrase", phrase)])
        #expect(pairing.status == 200, "\(pairing.text)")
        #expect(try await phone.decideNext(.pairing, .approve).status == 200)
        return pairing.json["id"].text
    }

    private static func subscribe(_ phone: LivePhone, _ caller: Caller) async throws {
        let browser = try PushBrowser()
        let endpoint =
            "https://updates.push.services.mozilla.com/wpush/v2/" + caller.record.keep("a subscription", "p0shendp0int")
        caller.record.keep("the secret of a subscription", Base64.encodeURL(browser.authenticationSecret))
        #expect(
            try await phone.call(.put, "device/push", PushWorld.body(browser, endpoint: endpoint)).status == 200)
        let foreign = "https://push.example.org/" + caller.record.keep("another subscription", "f0reignendp0int")
        #expect(
            try await phone.call(.put, "device/push", PushWorld.body(browser, endpoint: foreign)).status == 400)
    }

    private static func requests(_ pairingID: String, _ phone: LivePhone, _ caller: Caller) async throws {
        let initiate = [("pairing_id", pairingID), ("terminal_name", "laptop")]
        let request = try await caller.post("/v1/authentication_requests/initiate", initiate)
        #expect(request.status == 200, "\(request.text)")
        #expect(try await phone.decideNext(.authenticationRequest, .approve).status == 200)
        #expect(try await caller.get("/v1/authentication_requests/\(request.json["id"].text)").status == 200)
    }

    private static func oneTimePasswords(_ phone: LivePhone, _ caller: Caller) async throws {
        let shown = try await phone.call(.get, "device/otp", "").json["pairings"].array[0]
        let secret = caller.record.keep("the secret of a pairing's passwords", shown["secret"].text)
        let period = shown["period"].integer
        let token = TestToken(
            secret: try #require(Base32.decode(secret)), digits: Int(shown["digits"].integer), period: period)
        let password = caller.record.keep(
            "a one-time password", try token.password(at: SystemClock.unixSeconds()))
        let initiate = [("user_name", "jdoe"), ("terminal_name", "t"), ("terminal_name_extra", "c")]
        let first = try await caller.post("/v1/authentication_requests/initiate", initiate + [("otp", password)])
        #expect(first.status == 200, "\(first.text)")
        for (index, path) in ["/otp_auth/999111", "/otp_auth/999111/", "//otp_auth/999111"].enumerated() {
            caller.record.keep("a password in a path", "999111")
            let request = try await caller.post(
                "/v1/authentication_requests/initiate", initiate + [("action_name", "\(index)")])
            _ = try await caller.get("/v1/authentication_requests/\(request.json["id"].text)\(path)")
        }
        let list = try await caller.post(
            "/v1/users/activate_next_otp_list", [("user_name", "codes"), ("create_user_if_needed", "True")])
        for code in list.json["otp_list"].array { caller.record.keep("a backup code", code.text) }
        let provisioned = TestToken(secret: Array("a-secret-of-20-bytes".utf8))
        for (name, value) in [("in hexadecimal", provisioned.hexadecimal), ("as text", "a-secret-of-20-bytes")] {
            caller.record.keep("the secret of a token \(name)", value)
        }
        let response = try await caller.post(
            "/v1/oath_otp_validators/provision",
            [("secret", provisioned.hexadecimal), ("requester_specified_id", "serial")])
        #expect(response.status == 200, "\(response.text)")
        let malformed = caller.record.keep("a malformed secret", "n0thexadecimal")
        _ = try await caller.post("/v1/oath_otp_validators/provision", [("secret", malformed)])
    }

    private static func pages(_ phone: LivePhone, _ caller: Caller) async throws {
        let now = SystemClock.unixSeconds()
        let token = caller.record.keep("a request token", "s3ssiont0ken")
        let parameters = [
            ("v", "2"), ("username", "jdoe"), ("session_token", token), ("expires", String(now + 100)),
            ("action_name", "Log In"), ("requester_metadata", caller.record.keep("metadata", "m3tadata")),
        ]
        let target = try caller.page("/v1/web/authenticate", parameters)
        let page = try await caller.live.send(.get, target, headers: [.accept: "text/html"])
        #expect(page.status == 200, "\(page.text)")
        // Used twice.
        #expect(try await caller.live.send(.get, target).status == 401)
        let bearer = caller.record.keep("the token of a page", try Self.token(of: page))
        let headers: HTTPFields = [.authorization: "Bearer \(bearer)"]
        let number = try await caller.live.send(.post, "/v1/web/result", headers: headers).json["match_number"].text
        #expect(try await phone.decideNext(.authenticationRequest, .approve, number: number).status == 200)
        let postback = try await caller.live.send(.post, "/v1/web/result?wait=25", headers: headers).json["payload"]
        caller.record.keep("the signature of a postback", String(postback["toopher_sig"].text.dropLast(2)))
        let manage = try await caller.live.send(
            .get, try caller.page("/v1/web/manage_user", Array(parameters.dropLast(2))),
            headers: [.accept: "text/html"])
        #expect(manage.status == 200, "\(manage.text)")
        let session = caller.record.keep("the token of a page for phones", try Self.token(of: manage))
        for name in ["phones", "invitation", "wait"] {
            let response = try await caller.live.send(
                .post, "/v1/web/pairing/\(name)", headers: [.authorization: "Bearer \(session)"])
            for part in response.json["link"].text.split(separator: "/pair/").dropFirst() {
                caller.record.keep("the token of an invitation on a page", String(part))
            }
        }
    }

    private static func links(_ pairingID: String, _ hook: HookRecorder, _ caller: Caller) async throws {
        let answer = caller.record.keep("an answer", "Mr Whiskers")
        let reset = try await caller.post(
            "/v1/pairings/\(pairingID)/generate_reset_link",
            [("security_question", "First pet?"), ("security_answer", answer)])
        #expect(reset.status == 200, "\(reset.text)")
        let link = reset.json["url"].text
        let token = caller.record.keep(
            "the token of a reset link", String(try #require(link.split(separator: "reset_authorization=").last)))
        let path = String(link.dropFirst(caller.live.baseURL.utf8.count - "/v1/".utf8.count))
        #expect(try await caller.live.send(.get, path).status == 200)
        let wrong = caller.record.keep("a wrong answer", "Mr Snuffles")
        for answer in [wrong, answer] {
            let fields = [Parameter("reset_authorization", token), Parameter("security_answer", answer)]
            let page = try await caller.live.send(
                .post, String(path.prefix { $0 != "?" }),
                headers: [.contentType: "application/x-www-form-urlencoded"],
                body: Array(FormEncoding.encode(fields).utf8))
            #expect(page.status == (answer == wrong ? 403 : 200))
        }
        let text = try await caller.post(
            "/v1/pairings/create/sms", [("user_name", "sms"), ("phone_number", "+15555550100")])
        #expect(text.status == 200, "\(text.text)")
        let mail = try await caller.post(
            "/v1/pairings/\(pairingID)/send_reset_link", [("reset_email", "jdoe@example.org")])
        _ = mail.status
        while hook.messages.isEmpty { await Task.yield() }
        for message in hook.messages {
            let token = message["link"].text.split(separator: "/pair/").last.map(String.init) ?? ""
            caller.record.keep("the token of an invitation", token)
            for path in [
                "/pair/\(token)", "//pair/\(token)", "/pair//\(token)", "/pair/\(token)/more", "/Pair/\(token)",
                "/pair%2F\(token)",
            ] {
                _ = try await caller.live.send(.get, path)
            }
        }
    }

    /// What is not valid has secrets, too.
    private static func refused(_ caller: Caller) async throws {
        let (key, secret) = (caller.requester.key, caller.requester.secret)
        let others = [(secret, key), (key, caller.record.keep("a former secret", "0ldsecret0ldsecret")), (key, secret)]
        for (key, secret) in others {
            let signer = Signer(
                credentials: try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: secret)))
            let url = caller.live.baseURL + "users"
            let header = try signer.authorizationHeader(method: "GET", url: url + "?x=1")
            let response = try await caller.live.send(.get, "/v1/users", headers: [.authorization: header])
            #expect(response.status == 401)
        }
        let bearer = caller.record.keep("a bearer token", "n0tat0ken")
        for path in ["/v1/web/result", "/v1/web/pairing/phones", "/v1/users", "/v1/device/pending"] {
            for method in [HTTPRequest.Method.get, .post] {
                _ = try await caller.live.send(
                    method, path + "?access_token=\(bearer)",
                    headers: [.authorization: "Bearer \(bearer)", .cookie: "session=\(bearer)"],
                    body: method == .post ? Array("{\"secret\":\"\(bearer)\"".utf8) : [])
            }
        }
        let raw = try RawClient(port: caller.live.port)
        raw.send("GET /\(bearer) HTTP/9.9\r\nAuthorization: \(bearer)\r\n\r\n")
        _ = await raw.readToEnd()
        let stranger = LivePhone(
            service: try ExternalURL(base: caller.live.baseURL), transport: caller.live.transport,
            key: try P256.PrivateKey(), id: "00000000-0000-4000-8000-000000000000")
        #expect(try await stranger.call(.post, "device/name", "{\"name\":\"\(bearer)\"}").status == 401)
    }
}

#endif
