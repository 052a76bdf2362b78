#if Service

import DeviceProtocol
import HTTPTypes
import Testing
import Toopher

@testable import ToopherService

/// Clients that are silent or slow, over real connections.
@Suite("Slow and silent clients", .timeLimit(.minutes(10))) struct SlowClientTests {
    private static let request = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Limits of minutes, of which a test shortens one.
    private static func limits(_ change: (inout ConnectionLimits) -> Void) -> ConnectionLimits {
        var limits = ConnectionLimits()
        limits.head = .seconds(600)
        limits.body = .seconds(600)
        limits.response = .seconds(600)
        limits.idle = .seconds(600)
        limits.lingering = .milliseconds(100)
        change(&limits)
        return limits
    }

    @Test("A connection without a request ends at the deadline of the head")
    func silent() async throws {
        try await LiveService.run(connections: Self.limits { $0.head = .milliseconds(200) }) { live in
            let client = try RawClient(port: live.port)
            #expect(await client.readToEnd() == "")
        }
    }

    @Test("A head that arrives byte by byte ends at the deadline, the first and any other", arguments: [false, true])
    func trickledHead(isSecond: Bool) async throws {
        try await LiveService.run(connections: Self.limits { $0.head = .milliseconds(300) }) { live in
            let client = try RawClient(port: live.port)
            if isSecond {
                client.send(Self.request)
                #expect(await client.read(upTo: "}")?.hasPrefix("HTTP/1.1 200") == true)
            }
            client.send("GET /health HTTP/1.1\r\nHost: ")
            #expect(await client.trickle("x", times: 1000, every: 20))
        }
    }

    @Test("A body that arrives byte by byte ends at its deadline")
    func trickledBody() async throws {
        try await LiveService.run(connections: Self.limits { $0.body = .milliseconds(300) }) { live in
            let client = try RawClient(port: live.port)
            client.send("POST /v1/web/result HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n")
            #expect(await client.trickle("x", times: 1000, every: 20))
        }
    }

    @Test("A connection ends when no further request comes, and not before")
    func idle() async throws {
        try await LiveService.run(connections: Self.limits { $0.idle = .seconds(2) }) { live in
            // Long enough that a busy machine sends the next request within it.
            let client = try RawClient(port: live.port)
            for _ in 0..<3 {
                #expect(client.send(Self.request))
                #expect(await client.read(upTo: "}")?.hasPrefix("HTTP/1.1 200") == true)
            }
            #expect(await client.readToEnd() == "")
        }
    }

    @Test("A client that never reads is closed, and holds few bytes until then")
    func neverReads() async throws {
        try await LiveService.run(connections: Self.limits { $0.response = .milliseconds(300) }) { live in
            let client = try RawClient(port: live.port, receiveBuffer: 2048)
            let file = "GET /static/toopher-web.js HTTP/1.1\r\nHost: x\r\n\r\n"
            #expect(await client.trickle(file, times: 5000, every: 2))
        }
    }

    @Test("A few requests at once are answered in order, many end the connection")
    func pipelined() async throws {
        try await LiveService.run(connections: Self.limits { _ in }) { live in
            let few = try RawClient(port: live.port)
            few.send(String(repeating: Self.request, count: 4))
            few.finish()
            let answers = try #require(await few.readToEnd())
            #expect(answers.components(of: "HTTP/1.1 200") == 4)
            let many = try RawClient(port: live.port)
            many.send(String(repeating: Self.request, count: 20))
            let rest = try #require(await many.readToEnd())
            #expect(rest.components(of: "HTTP/1.1 200") < 20)
        }
    }

    @Test(
        "A refusal that leaves a body unread is the last response, and reaches the client", arguments: [100, 100_000])
    func unreadBody(length: Int) async throws {
        try await LiveService.run(connections: Self.limits { _ in }) { live in
            let client = try RawClient(port: live.port)
            let path = length > 64 * 1024 ? "/v1/pairings/create" : "/nothing"
            client.send(
                "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(live.port)\r\nContent-Length: \(length)\r\n\r\n0123456789")
            let text = try #require(await client.readToEnd())
            #expect(text.hasPrefix(length > 64 * 1024 ? "HTTP/1.1 413" : "HTTP/1.1 404"))
            #expect(text.lowercased().contains("\r\nconnection: close\r\n"))
            #expect(text.contains("error_message"))
        }
    }

    @Test("What is no HTTP gets a 400, and the connection ends")
    func garbage() async throws {
        try await LiveService.run(connections: Self.limits { _ in }) { live in
            let client = try RawClient(port: live.port)
            client.send("\u{0}\u{1}\u{2} nothing\r\n\r\n")
            let text = await client.readToEnd()
            #expect(text?.hasPrefix("HTTP/1.1 400") == true, "\(text ?? "no end")")
        }
    }

    @Test("When all places are taken, further connections are closed at once, and those who have one go on")
    func fullHouse() async throws {
        let recorder = LogRecorder()
        var limits = Self.limits { _ in }
        limits.maximum = 8
        try await LiveService.run(connections: limits, logger: recorder.logger()) { live in
            let shop = try await live.service.createRequester(name: "Example Shop")
            let phone = try await LivePhone.registered(with: live)
            let phrase = try await phone.phrase()
            let idle = try (0..<7).map { _ in try RawClient(port: live.port) }
            // A response shows that a connection has its place: event loops take connections in any order.
            for client in idle {
                client.send(Self.request)
                #expect(await client.read(upTo: "}")?.hasPrefix("HTTP/1.1 200") == true)
            }
            for _ in 0..<20 {
                let client = try RawClient(port: live.port)
                #expect(await client.readToEnd() == "")
            }
            let refused = recorder.text.split(separator: "\n").filter { $0.contains("connections refused") }
            #expect(refused.count == 1, "one line a minute")
            // The connection of the phone and the site, which curl keeps open.
            try await Self.approve(live, (shop.consumerKey, shop.consumerSecret), phone, phrase)
            withExtendedLifetime(idle) {}
        }
    }
}

extension SlowClientTests {
    /// Pairs, asks and approves, one request after the other.
    private static func approve(
        _ live: LiveService, _ consumer: (key: String, secret: String), _ phone: LivePhone, _ phrase: String
    ) async throws {
        let api = try ToopherAPI(
            key: consumer.key, secret: consumer.secret, baseURL: live.baseURL, transport: live.transport)
        let pairing = try await api.pair(username: "jdoe", phrase: phrase)
        #expect(try await phone.decideNext(.pairing, .approve).status == 200)
        let request = try await api.authenticate(pairingID: pairing.id, terminalName: "my computer")
        #expect(try await phone.decideNext(.authenticationRequest, .approve).status == 200)
        #expect(try await api.refresh(request).isGranted)
    }
}

extension String {
    /// The number of times that another text occurs.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}

#endif
