#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The Auth API", .timeLimit(.minutes(10))) struct AuthAPIRouteTests {
    static let preauth = "/auth/v2/preauth"
    static let auth = "/auth/v2/auth"
    static let status = "/auth/v2/auth_status"

    @Test("A ping needs no signature, and everything else does")
    func unsigned() async throws {
        try await Harness.run { harness in
            let ping = try await harness.send(.get, "/auth/v2/ping")
            #expect(ping.status == 200 && ping.json["stat"].text == "OK")
            #expect(ping.json["response"]["time"].integer == harness.clock.now)
            #expect(try await harness.send(.get, "/rest/v1/ping").json["response"].text == "pong")
            for path in ["check", "logo", "auth_status?txid=x"] {
                let response = try await harness.send(.get, "/auth/v2/" + path)
                #expect(response.status == 401 && response.json["code"].integer == 40101, "\(path)")
                #expect(response.json["stat"].text == "FAIL" && !response.json["message"].text.isEmpty)
                #expect(response.json["message_detail"] == .text(""))
            }
        }
    }

    @Test("A signed check tells the time, and the logo is an image")
    func check() async throws {
        try await Harness.run { harness in
            let ssh = try await harness.integration(of: harness.requester())
            #expect(
                try await harness.call(.get, "/auth/v2/check", as: ssh).json["response"]["time"].integer
                    == harness.clock.now)
            let logo = try await harness.call(.get, "/auth/v2/logo", as: ssh)
            #expect(logo.headers[.contentType] == "image/png" && logo.body.count > 100)
            #expect(try await harness.call(.get, "/rest/v1/check", as: ssh).json["response"].text == "valid")
        }
    }

    @Test("A user with a phone is asked on it, and the answer is the phone's", arguments: [true, false])
    func asynchronous(isApproved: Bool) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            let found = try await harness.call(.post, Self.preauth, [("username", "alice")], as: ssh).json["response"]
            #expect(found["result"].text == "auth")
            #expect(found["devices"].array[0]["device"].text == pairing)
            #expect(found["devices"].array[0]["display_name"].text == "Test phone")
            let parameters = [
                ("username", "alice"), ("factor", "push"), ("device", pairing), ("async", "1"),
                ("ipaddr", "192.0.2.7"), ("type", "Sign in to the wiki"),
            ]
            let id = try await harness.call(.post, Self.auth, parameters, as: ssh).json["response"]["txid"].text
            let first = try await harness.call(.get, Self.status, [("txid", id)], as: ssh).json["response"]
            #expect(first["result"].text == "waiting" && first["status"].text == "pushed")
            let shown = try #require(try await phone.pending()["authentication_requests"].array.first)
            #expect(shown["terminal"]["name"].text == "ssh from 192.0.2.7")
            #expect(shown["action"]["name"].text == "Sign in to the wiki")
            #expect(try await phone.decide(isApproved ? .approve : .deny, on: id).status == 200)
            let last = try await harness.call(.get, Self.status, [("txid", id)], as: ssh).json["response"]
            #expect(last["result"].text == (isApproved ? "allow" : "deny"))
            #expect(last["status"].text == (isApproved ? "allow" : "deny"))
            // The same as to the requester.
            let request = try await harness.get("/v1/authentication_requests/\(id)", as: shop)
            #expect(request.json["granted"] == .flag(isApproved))
        }
    }

    @Test("A call whose response is the decision waits for it", arguments: [true, false])
    func awaited(isApproved: Bool) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop, isDated: false)
            async let answer = harness.call(
                .post, "/rest/v1/auth", [("user", "alice"), ("factor", "auto"), ("auto", "push1"), ("async", "0")],
                as: ssh)
            try await harness.waitForWaiter()
            let id = try #require(try await phone.pending()["authentication_requests"].array.first)["id"].text
            #expect(try await phone.decide(isApproved ? .approve : .deny, on: id).status == 200)
            let response = try await answer.json["response"]
            #expect(response["result"].text == (isApproved ? "allow" : "deny"))
            #expect(!response["status"].text.isEmpty)
        }
    }

    @Test("A call that may not wait ends with a deny, and with the request")
    func mayNotWait() async throws {
        try await Harness.run(configure: { $0.waits.requester = 0 }) { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            let answer = try await harness.call(
                .post, Self.auth, [("username", "alice"), ("factor", "auto"), ("device", "auto")], as: ssh)
            #expect(answer.status == 200 && answer.json["response"]["result"].text == "deny")
            #expect(answer.json["response"]["status"].text == "timeout")
            #expect(try await phone.pending()["authentication_requests"].array.isEmpty)
        }
    }

    @Test("A passcode is judged at once, and counts once", arguments: [true, false])
    func passcodes(isAsynchronous: Bool) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            let token = try #require(try await phone.tokens()["alice"])
            let passcode = try token.password(at: harness.clock.now)
            for (text, result) in [("000000", "deny"), (passcode, "allow"), (passcode, "deny")] {
                harness.clock.advance(by: 1)
                var answer = try await harness.call(
                    .post, Self.auth,
                    [
                        ("username", "alice"), ("factor", "passcode"), ("passcode", text),
                        ("async", isAsynchronous ? "1" : "0"),
                    ],
                    as: ssh)
                if isAsynchronous {
                    let id = answer.json["response"]["txid"].text
                    answer = try await harness.call(.get, Self.status, [("txid", id)], as: ssh)
                }
                #expect(answer.json["response"]["result"].text == result)
            }
        }
    }

    @Test("After twelve answers without a decision a request is denied, and so it is at its deadline")
    func polls() async throws {
        try await Harness.run(longPoll: .milliseconds(1)) { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop)
            let parameters = [("username", "alice"), ("factor", "push"), ("device", "auto"), ("async", "1")]
            var id = try await harness.call(.post, Self.auth, parameters, as: ssh).json["response"]["txid"].text
            for count in 1...12 {
                let answer = try await harness.call(.get, Self.status, [("txid", id)], as: ssh).json["response"]
                #expect(answer["result"].text == (count < 12 ? "waiting" : "deny"), "\(count)")
            }
            #expect(
                try await harness.get("/v1/authentication_requests/\(id)", as: shop).json["pending"] == .flag(false))
            harness.clock.advance(by: 100)
            id = try await harness.call(.post, Self.auth, parameters, as: ssh).json["response"]["txid"].text
            harness.clock.advance(by: AuthAPITimes.push)
            let late = try await harness.call(.get, Self.status, [("txid", id)], as: ssh).json["response"]
            #expect(late["result"].text == "deny" && late["status"].text == "timeout")
        }
    }

    @Test("The number to enter is in the text where the client shows it")
    func numbers() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "alice", with: shop)
            let ssh = try await harness.integration(of: shop, isDated: false)
            let parameters = [("user", "alice"), ("factor", "auto"), ("auto", "push1"), ("async", "1")]
            let id = try await harness.call(.post, "/rest/v1/auth", parameters, as: ssh).json["response"]["txid"].text
            let text = try await harness.call(.get, "/rest/v1/status", [("txid", id)], as: ssh).json["response"][
                "status"
            ]
            .text
            let number = text.filter(\.isNumber)
            #expect(number.count == 2, "\(text)")
            #expect(try await phone.decide(.approve, on: id) { $0.number = number }.status == 200)
            let last = try await harness.call(.get, "/rest/v1/status", [("txid", id)], as: ssh).json["response"]
            #expect(last["result"].text == "allow")
        }
    }

    @Test("The prompt of a terminal has the number of the request that follows, unless there are two")
    func numberInPrompt() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "alice", with: shop)
            try await harness.set(shop) { $0.numberDigits = 6 }
            let ssh = try await harness.integration(of: shop, isDated: false)
            let place = [("user", "alice"), ("ipaddr", "192.0.2.7"), ("hostname", "vm")]
            func number(_ place: [(String, String)]) async throws -> String {
                let found = try await harness.call(.post, "/rest/v1/preauth", place, as: ssh).json["response"]
                #expect(found["factors"]["default"].text == "push1" && found["factors"]["1"].text == "push1")
                return String(found["prompt"].text.split(separator: "enter ").last?.prefix(6) ?? "")
            }
            func ask() async throws -> String {
                let more = [("factor", "auto"), ("auto", "push1"), ("async", "1")]
                return try await harness.call(.post, "/rest/v1/auth", place + more, as: ssh).json["response"]["txid"]
                    .text
            }
            let second = try await number(place)
            _ = try await number([("user", "alice"), ("ipaddr", "192.0.2.8"), ("hostname", "vm")])
            let id = try await ask()
            #expect(try await phone.decide(.approve, on: id) { $0.number = second }.status == 200)
            let last = try await harness.call(.get, "/rest/v1/status", [("txid", id)], as: ssh).json["response"]
            #expect(last["result"].text == "allow" && second.count == 6)
            // It was for one request.
            harness.clock.advance(by: 20)
            let other = try await ask()
            #expect(try await phone.decide(.approve, on: other) { $0.number = second }.status == 200)
            let wrong = try await harness.call(.get, "/rest/v1/status", [("txid", other)], as: ssh).json["response"]
            #expect(wrong["result"].text == "deny")
            // Of two who are shown a number, none can have the request that was the other's.
            harness.clock.advance(by: 600)
            let shown = [try await number(place), try await number(place)]
            let third = try await ask()
            let text = try await harness.call(.get, "/rest/v1/status", [("txid", third)], as: ssh).json["response"]
            let fresh = text["status"].text.filter(\.isNumber)
            #expect(fresh.count == 6 && !shown.contains(fresh))
        }
    }

    @Test("Where the number is always needed and cannot be shown, the phone is not asked")
    func numberNotShown() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "alice", with: shop)
            try await harness.set(shop) { $0.numberMatching = .always }
            let ssh = try await harness.integration(of: shop)
            let parameters = [("username", "alice"), ("factor", "push"), ("device", "auto"), ("async", "1")]
            let id = try await harness.call(.post, Self.auth, parameters, as: ssh).json["response"]["txid"].text
            #expect(try await phone.pending()["authentication_requests"].array.isEmpty)
            let text = try await harness.call(.get, Self.status, [("txid", id)], as: ssh).json["response"]["status_msg"]
            #expect(text.text.contains("passcode"))
        }
    }

    @Test("A JSON body is read, and one that is no object is refused")
    func json() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let ssh = try await harness.integration(of: shop)
            for (body, result) in [
                (#"{"username":"nobody","x":1,"y":true,"z":null}"#, "enroll"), ("[]", "deny"), ("{", "deny"),
            ] {
                let date = ResponseDates.text(harness.clock.now)
                let digest = Hex.encode(try Digest.hash(Array(body.utf8), using: .sha512))
                let text = [date, "POST", "localhost", Self.preauth, "", digest].joined(separator: "\n")
                let key = try HMACKey(.sha512, key: SecretBytes(utf8: ssh.secret))
                let code = Hex.encode(try key.authenticationCode(for: Array(text.utf8)))
                let response = try await harness.send(
                    .post, Self.preauth,
                    headers: [
                        .authorization: "Basic " + Base64.encode(Array("\(ssh.key):\(code)".utf8)), .date: date,
                        .contentType: "application/json",
                    ], body: Array(body.utf8))
                #expect(response.status == 200 && response.json["response"]["result"].text == result, "\(body)")
            }
        }
    }

    @Test("The oldest clients are answered in BSON")
    func bson() async throws {
        try await Harness.run { harness in
            let ssh = try await harness.integration(of: harness.requester(), isDated: false)
            let response = try await harness.call(.post, "/rest/v1/preauth.bson", [("user", "nobody")], as: ssh)
            #expect(response.status == 200)
            #expect(response.body.count == Int(response.body[0]) | Int(response.body[1]) << 8)
            #expect(Hex.encode(Array(response.body.dropFirst(4).prefix(13))) == "027374617400030000004f4b00")
            #expect(response.text.contains("enroll"))
            let failure = try await harness.call(.get, "/rest/v1/status.bson", [("txid", "x")], as: ssh)
            // 40002 as a number of 32 bits.
            #expect(failure.status == 200 && Hex.encode(failure.body).contains("10636f646500429c0000"))
        }
    }

    @Test("What this service does not offer, and phones that are not the user's, are denied")
    func unavailable() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let (_, other) = try await harness.pairedPhone(user: "bob", with: shop)
            let ssh = try await harness.integration(of: shop)
            for more in [
                [("factor", "sms"), ("device", "auto")], [("factor", "phone"), ("device", "auto")],
                [("factor", "push"), ("device", other)], [("factor", "prompt"), ("prompt", "push2")],
            ] {
                let answer = try await harness.call(.post, Self.auth, [("username", "alice")] + more, as: ssh)
                #expect(answer.status == 200 && answer.json["response"]["result"].text == "deny", "\(more)")
                let asked = try await harness.call(
                    .post, Self.auth, [("username", "alice"), ("async", "1")] + more, as: ssh)
                #expect(asked.json["stat"].text == "FAIL" && asked.json["code"].integer == 40002)
                #expect(asked.status == (more[0].1 == "prompt" ? 200 : 400))
            }
        }
    }

    @Test("A disabled user is denied, and one without a second factor is to enrol")
    func withoutFactor() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let id = try await harness.userID("alice", of: shop)
            let ssh = try await harness.integration(of: shop)
            _ = try await harness.post("/v1/users/\(id)", [("toopher_authentication_enabled", "false")], as: shop)
            #expect(
                try await harness.call(.post, Self.preauth, [("username", "alice")], as: ssh).json["response"]["result"]
                    .text == "deny")
            let nobody = try await harness.call(.post, Self.preauth, [("username", "nobody")], as: ssh).json["response"]
            #expect(nobody["result"].text == "enroll" && nobody["enroll_portal_url"] == .null)
            #expect(
                try await harness.call(.post, Self.preauth, [("user_id", id)], as: ssh).json["response"]["result"].text
                    == "deny")
        }
    }

    @Test("Enrolment pairs a phone, by a link that the integration is given")
    func enrolment() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let ssh = try await harness.integration(of: shop)
            let made = try await harness.call(.post, "/auth/v2/enroll", [("username", "alice")], as: ssh).json[
                "response"]
            #expect(made["username"].text == "alice")
            let codes = [("user_id", made["user_id"].text), ("activation_code", made["activation_code"].text)]
            func state() async throws -> String {
                try await harness.call(.post, "/auth/v2/enroll_status", codes, as: ssh).json["response"].text
            }
            #expect(try await state() == "waiting")
            let image = try await harness.send(
                .get, String(made["activation_barcode"].text.dropFirst(Harness.base.count)))
            #expect(image.status == 200 && image.headers[.contentType] == "image/png")
            let phone = try await Phone.registered(with: harness)
            #expect(try await phone.take(made["activation_url"].text).status == 200)
            #expect(try await phone.decide(.approve, on: made["activation_code"].text, of: .pairing).status == 200)
            #expect(try await state() == "success")
            let other = try await harness.integration(of: harness.requester("Other"))
            #expect(
                try await harness.call(.post, "/auth/v2/enroll_status", codes, as: other).json["response"].text
                    == "invalid")
            #expect(
                try await harness.call(.post, "/auth/v2/enroll", as: ssh).json["response"]["username"].text.hasPrefix(
                    "user-"))
        }
    }

    @Test("A first log-in is given a link only where the operator wants that, and only for a first phone")
    func offeredEnrolment() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let ssh = try await harness.integration(of: shop) { $0.offersEnrolment = true }
            let answer = try await harness.call(.post, Self.preauth, [("username", "alice")], as: ssh).json["response"]
            #expect(answer["result"].text == "enroll")
            let phone = try await Phone.registered(with: harness)
            #expect(try await phone.take(answer["enroll_portal_url"].text).status == 200)
            let id = try #require(try await phone.pending()["pairings"].array.first)["id"].text
            #expect(try await phone.decide(.approve, on: id, of: .pairing).status == 200)
            #expect(
                try await harness.call(.post, Self.preauth, [("username", "alice")], as: ssh).json["response"]["result"]
                    .text == "auth")
        }
    }

    @Test("A transaction is the integration's that has asked")
    func isolation() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "alice", with: shop)
            let (ssh, other) = (try await harness.integration(of: shop), try await harness.integration(of: shop))
            let parameters = [("username", "alice"), ("factor", "push"), ("device", "auto"), ("async", "1")]
            let id = try await harness.call(.post, Self.auth, parameters, as: ssh).json["response"]["txid"].text
            let answer = try await harness.call(.get, Self.status, [("txid", id)], as: other)
            #expect(answer.status == 400 && answer.json["code"].integer == 40002)
            #expect(answer.json["message_detail"].text == "txid")
        }
    }
}

#endif
