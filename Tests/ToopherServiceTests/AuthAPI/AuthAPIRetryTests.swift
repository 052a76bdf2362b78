#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

/// Clients send a request again when its connection breaks. No second phone must ring, and no stranger may share an answer.
@Suite("Calls of the Auth API that are sent again", .timeLimit(.minutes(10))) struct AuthAPIRetryTests {
    private static let push = [("username", "alice"), ("factor", "push"), ("device", "auto"), ("async", "1")]

    @Test("A request whose answer nobody has asked for is the same, and afterwards another one")
    func asynchronous() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            func ask(_ parameters: [(String, String)] = Self.push) async throws -> String {
                try await harness.call(.post, AuthAPIRouteTests.auth, parameters, as: ssh).json["response"]["txid"].text
            }
            let first = try await ask()
            // Byte for byte. With another date it is another log-in.
            #expect(try await ask() == first)
            harness.clock.advance(by: 1)
            #expect(try await ask() != first)
            #expect(try await ask(Self.push + [("ipaddr", "192.0.2.7")]) != first)
            let other = try await harness.integration(of: shop)
            let theirs = try await harness.call(.post, AuthAPIRouteTests.auth, Self.push, as: other)
            #expect(theirs.json["response"]["txid"].text != first)
            harness.clock.advance(by: 1)
            let second = try await ask(Self.push + [("hostname", "vm")])
            _ = try await harness.call(.get, AuthAPIRouteTests.status, [("txid", second)], as: ssh)
            harness.clock.advance(by: 1)
            #expect(try await ask(Self.push + [("hostname", "vm")]) != second)
        }
    }

    @Test("After a while a request is another one")
    func late() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            let first = try await harness.call(.post, AuthAPIRouteTests.auth, Self.push, as: ssh)
            harness.clock.advance(by: Store.integrationRetryTime)
            let second = try await harness.call(.post, AuthAPIRouteTests.auth, Self.push, as: ssh)
            #expect(second.json["response"]["txid"] != first.json["response"]["txid"])
        }
    }

    @Test("A signed request with a date is done once")
    func replayed() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            let (headers, target, body) = try ssh.sign(.post, AuthAPIRouteTests.auth, Self.push, at: harness.clock.now)
            let first = try await harness.send(.post, target, headers: headers, body: body)
            let id = first.json["response"]["txid"].text
            _ = try await harness.call(.get, AuthAPIRouteTests.status, [("txid", id)], as: ssh)
            let again = try await harness.send(.post, target, headers: headers, body: body)
            #expect(again.status == 401 && again.json["code"].integer == 40103)
            // Another spelling of the same code is no other request.
            let text = try #require(Base64.decode(String((headers[.authorization] ?? "").dropFirst(6))))
            let (key, code) = (text.prefix { $0 != UInt8(ascii: ":") }, text.drop { $0 != UInt8(ascii: ":") })
            let upper = Array(key) + Array(String(decoding: code, as: UTF8.self).uppercased().utf8)
            for authorization in ["Basic " + Base64.encode(upper), "bASIC " + Base64.encode(text)] {
                var spelled = headers
                spelled[.authorization] = authorization
                let replayed = try await harness.send(.post, target, headers: spelled, body: body)
                #expect(replayed.status == 401, "\(replayed.text)")
            }
            let enrol = try ssh.sign(.post, "/auth/v2/enroll", [("username", "bob")], at: harness.clock.now)
            for status in [200, 401] {
                let response = try await harness.send(.post, enrol.target, headers: enrol.headers, body: enrol.body)
                #expect(response.status == status)
            }
        }
    }

    @Test("A passcode decides one request, also of those that ask for the same at once") func passcode() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let codes = try await harness.backupCodes(user: "alice", of: shop).codes
            for isDated in [true, false] {
                let ssh = try await harness.integration(of: shop, isDated: isDated)
                let (path, names) =
                    isDated ? ("/auth/v2/auth", ["username", "passcode"]) : ("/rest/v1/auth", ["user", "code"])
                let parameters = [
                    (names[0], "alice"), ("factor", "passcode"), (names[1], codes[isDated ? 0 : 1]), ("async", "1"),
                ]
                var ids: [String] = []
                for _ in 1...3 {
                    let asked = try await harness.call(.post, path, parameters, as: ssh)
                    ids.append(asked.json["response"]["txid"].text)
                    harness.clock.advance(by: 1)
                }
                #expect(Set(ids).count == 3)
                var results: [String] = []
                let status = isDated ? AuthAPIRouteTests.status : "/rest/v1/status"
                for id in ids {
                    let found = try await harness.call(.get, status, [("txid", id)], as: ssh)
                    results.append(found.json["response"]["result"].text)
                }
                #expect(results == ["allow", "deny", "deny"])
            }
        }
    }

    @Test("A call whose connection has ended before the decision is the same when it is sent again")
    func cut() async throws {
        try await LiveService.run(longPoll: .seconds(600)) { live in
            let service = live.service
            let shop = try await service.createRequester(name: "Shop")
            var settings = IntegrationSettings()
            settings.variants = ["v1"]
            let created = try await service.createIntegration(
                name: "ssh", kind: .authAPI, settings: settings, of: shop.id)
            let ssh = TestIntegration(key: created.key, secret: created.secretKey, isDated: false)
            let invitation = try await service.core.invite(
                userName: "alice", of: shop.id, base: "http://127.0.0.1:\(live.port)", recording: nil)
            let phone = try await LivePhone.registered(with: live)
            let taken = try await phone.call(.post, "device/invitations", #"{"token":"\#(invitation.token)"}"#)
            #expect(taken.status == 200)
            #expect(try await phone.decideNext(.pairing, .approve).status == 200)
            let (headers, target, body) = try ssh.sign(
                .post, "/rest/v1/auth", [("user", "alice"), ("factor", "auto"), ("auto", "push1")], at: 0)
            let text = """
                POST \(target) HTTP/1.1\r\nHost: localhost:\(live.port)\r\nContent-Length: \(body.count)\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\
                Authorization: \(headers[.authorization] ?? "")\r\n\r\n\(String(decoding: body, as: UTF8.self))
                """
            let first = try RawClient(port: live.port)
            first.send(text)
            while service.core.changes.waiterCount == 0 { await Task.yield() }
            first.close()
            while service.core.changes.waiterCount > 0 { await Task.yield() }
            while try await !isReleased(service) { await Task.yield() }
            let second = try RawClient(port: live.port)
            second.send(text)
            while service.core.changes.waiterCount == 0 { await Task.yield() }
            let third = try RawClient(port: live.port)
            third.send(text)
            // The third is another log-in: the second request ends.
            #expect(await second.read(upTo: "\"deny\"")?.hasPrefix("HTTP/1.1 200") == true)
            while service.core.changes.waiterCount == 0 { await Task.yield() }
            #expect(try await phone.decideNext(.authenticationRequest, .approve).status == 200)
            #expect(await third.read(upTo: "\"allow\"")?.hasPrefix("HTTP/1.1 200") == true)
            let count = try await service.core.store.database.query(
                "SELECT count(*) AS count FROM authentication_requests")
            #expect(try count[0].integer("count") == 2)
        }
    }

    private func isReleased(_ service: ToopherService) async throws -> Bool {
        let rows = try await service.core.store.database.query("SELECT claimable_until FROM integration_requests")
        return try rows.contains { try $0.integer("claimable_until") > 0 }
    }
}

#endif
