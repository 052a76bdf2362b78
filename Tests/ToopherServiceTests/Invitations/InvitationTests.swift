#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import QRCode
import Testing

@testable import ToopherService

@Suite("Pairing with a link") struct InvitationTests {
    /// The link of a pairing, as its QR code has it.
    static func link(of id: String, _ harness: Harness) throws -> String {
        Harness.base + "/pair/" + (try harness.service.core.store.sealer.links.invitationToken(pairingID: id))
    }

    private func create(_ harness: Harness, _ shop: TestRequester, user: String = "jdoe") async throws -> (
        id: String, link: String
    ) {
        let response = try await harness.post("/v1/pairings/create/qr", [("user_name", user)], as: shop)
        #expect(response.status == 200, "\(response.text)")
        let id = response.json["id"].text
        return (id, try Self.link(of: id, harness))
    }

    @Test("From the QR code to an enabled pairing")
    func approve() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let response = try await harness.post("/v1/pairings/create/qr", [("user_name", "jdoe")], as: shop)
            #expect(response.json.names == ["id", "enabled", "pending", "deactivated", "user"])
            #expect(response.json["pending"] == .flag(true) && response.json["enabled"] == .flag(false))
            let id = response.json["id"].text
            let phone = try await Phone.registered(with: harness)
            #expect(try await phone.pending()["pairings"] == .array([]))

            let taken = try await phone.take(try Self.link(of: id, harness))
            #expect(taken.status == 200, "\(taken.text)")
            #expect(taken.json["id"].text == id && taken.json["user"]["name"] == .text("jdoe"))
            #expect(try await phone.pending()["pairings"].array == [taken.json])
            let pending = try await harness.get("/v1/pairings/\(id)", as: shop).json
            let words = try DeviceFingerprint.words(x963: phone.key.publicKey.x963Representation)
            #expect(pending["pending"] == .flag(true) && pending["device_fingerprint"] == .text(words))

            #expect(try await phone.decide(.approve, on: id, of: .pairing).status == 200)
            let enabled = try await harness.get("/v1/pairings/\(id)", as: shop).json
            #expect(enabled["enabled"] == .flag(true) && enabled["device_fingerprint"] == .null)
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            #expect(request.json["pending"] == .flag(true))
            #expect(try await phone.pending()["authentication_requests"].array.count == 1)
        }
    }

    @Test("A phone that has taken a pairing may refuse it")
    func deny() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (id, link) = try await create(harness, shop)
            let phone = try await Phone.registered(with: harness)
            _ = try await phone.take(link)
            #expect(try await phone.decide(.deny, on: id, of: .pairing).status == 200)
            let pairing = try await harness.get("/v1/pairings/\(id)", as: shop).json
            #expect(pairing["pending"] == .flag(false) && pairing["enabled"] == .flag(false))
        }
    }

    @Test("The first phone gets the pairing; the link then works for nobody, and only that phone decides")
    func oneUse() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (id, link) = try await create(harness, shop)
            let first = try await Phone.registered(with: harness)
            let second = try await Phone.registered(with: harness)
            #expect(try await first.take(link).status == 200)
            #expect(try await second.take(link).refusal == "409 409 This link has been used")
            #expect(try await first.take(link).refusal == "409 409 This link has been used")
            #expect(try await second.pending()["pairings"] == .array([]))
            var record = try #require(try await first.record(.approve, to: id, of: .pairing))
            record.device = second.id
            #expect(try await second.send(record).refusal == "404 404 Not found")
            #expect(try await first.decide(.approve, on: id, of: .pairing).status == 200)
            #expect(try await second.take(link).refusal == "409 409 This link has been used")
        }
    }

    @Test("Of phones that take one link at once, exactly one gets the pairing")
    func race() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (id, link) = try await create(harness, shop)
            var phones: [Phone] = []
            for _ in 0..<6 { phones.append(try await Phone.registered(with: harness)) }
            let statuses = try await withThrowingTaskGroup(of: (String, Int).self) { group in
                for phone in phones { group.addTask { (phone.id, try await phone.take(link).status) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.map(\.1).sorted() == [200, 409, 409, 409, 409, 409])
            let winner = try #require(statuses.first { $0.1 == 200 }?.0)
            for phone in phones {
                #expect(try await phone.pending()["pairings"].array.count == (phone.id == winner ? 1 : 0))
            }
            #expect(!id.isEmpty)
        }
    }

    @Test("A wrong token, an expired link and a deactivated pairing give nothing")
    func refused() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (id, link) = try await create(harness, shop)
            let phone = try await Phone.registered(with: harness)
            let unknown = "404 404 This link is not valid, or its time is over"
            #expect(try await phone.take(link + "x").refusal == unknown)
            #expect(try await phone.take(String(link.dropLast())).refusal == unknown)
            #expect(try await phone.take(id).refusal == unknown)
            #expect(
                try await phone.call(.post, "/v1/device/invitations", #"{"tokens":"x"}"#).refusal
                    == "400 400 The request body is not the expected JSON")
            let unsigned = try await harness.send(
                .post, "/v1/device/invitations", headers: [.contentType: "application/json"],
                body: Array(#"{"token":"\#(link.split(separator: "/").last ?? "")"}"#.utf8))
            #expect(unsigned.status == 401)

            let (other, otherLink) = try await create(harness, shop)
            let now = harness.clock.now
            try await harness.service.core.store.database.write { transaction throws(DatabaseError) in
                _ = try Store.deactivatePairings(.one(id: other), by: .requester, now: now, transaction)
            }
            #expect(try await phone.take(otherLink).refusal == unknown)
            harness.clock.advance(by: 600)
            #expect(try await phone.take(link).refusal == unknown)
            #expect(try await phone.pending()["pairings"] == .array([]))
            let pairing = try await harness.get("/v1/pairings/\(id)", as: shop).json
            #expect(pairing["pending"] == .flag(false) && pairing["enabled"] == .flag(false))
        }
    }

    @Test("A link has at least 128 bits, and neither it nor its token is in the database")
    func secrecy() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        try await Harness.run(database: database.path) { harness in
            let shop = try await harness.requester()
            let (_, link) = try await create(harness, shop)
            let token = String(try #require(link.split(separator: "/").last))
            #expect(try #require(Base64.decodeURL(token)).count >= 16)
            #expect(!String(decoding: database.contents(), as: UTF8.self).contains(token))
        }
    }

    @Test("No token of a link is logged")
    func log() async throws {
        let recorder = LogRecorder()
        try await Harness.run(logger: recorder.logger()) { harness in
            let shop = try await harness.requester()
            let (_, link) = try await create(harness, shop)
            _ = try await harness.send(.get, String(link.dropFirst(Harness.base.count)))
            #expect(recorder.text.contains("/pair/…"))
            #expect(!recorder.text.contains(link.split(separator: "/").last ?? "?"))
        }
    }

    @Test("The picture is a PNG image; SVG for who asks for it")
    func pictures() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (id, link) = try await create(harness, shop)
            let png = try await harness.get("/v1/qr/pairings/\(id)", as: shop)
            #expect(png.status == 200 && png.headers[.contentType] == "image/png")
            #expect(png.headers[.cacheControl] == "no-store" && png.body.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(try png.body == QRSymbol(link).png())
            for response in [
                try await harness.get("/v1/qr/pairings/\(id)?format=svg", as: shop),
                try await harness.get("/v1/qr/pairings/\(id)", as: shop, headers: [.accept: "image/svg+xml"]),
            ] {
                #expect(response.headers[.contentType] == "image/svg+xml; charset=utf-8")
                #expect(try response.body == QRSymbol(link).svg())
            }
            let asked = try await harness.get(
                "/v1/qr/pairings/\(id)?format=png", as: shop, headers: [.accept: "image/svg+xml"])
            #expect(asked.headers[.contentType] == "image/png")
            #expect(
                try await harness.get("/v1/qr/pairings/\(id)?format=gif", as: shop).refusal
                    == "400 400 Invalid parameter: format")
        }
    }

    @Test("There is no picture for another requester, of an unknown pairing, or when nobody can take the link")
    func noPicture() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let other = try await harness.requester("Other")
            let (id, link) = try await create(harness, shop)
            let none = "409 409 No phone can join this pairing with a QR code"
            #expect(try await harness.get("/v1/qr/pairings/\(id)", as: other).status == 404)
            #expect(try await harness.get("/v1/qr/pairings/x", as: shop).refusal == "404 404 Not found")
            let unknown = try harness.service.core.newID()
            #expect(try await harness.get("/v1/qr/pairings/\(unknown)", as: shop).refusal == "404 404 Not found")
            #expect(try await harness.send(.get, "/v1/qr/pairings/\(id)").status == 401)
            let phone = try await Phone.registered(with: harness)
            let phrased = try await harness.pair(phone, user: "jdoe", with: shop)
            #expect(try await harness.get("/v1/qr/pairings/\(phrased)", as: shop).refusal == none)
            _ = try await phone.take(link)
            #expect(try await harness.get("/v1/qr/pairings/\(id)", as: shop).refusal == none)
            let (late, _) = try await create(harness, shop)
            harness.clock.advance(by: 600)
            #expect(try await harness.get("/v1/qr/pairings/\(late)", as: shop).refusal == none)
        }
    }

    @Test("A pairing needs the name of a user")
    func parameters() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for (parameters, refusal) in [
                ([("user_name", "")], "400 400 Missing parameter: user_name"),
                ([("user_name", "a\u{202E}b")], "400 400 Invalid parameter: user_name"),
            ] {
                #expect(try await harness.post("/v1/pairings/create/qr", parameters, as: shop).refusal == refusal)
            }
        }
    }

    @Test("The page behind a link takes no invitation, may not be embedded, and is the same for every token")
    func page() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, link) = try await create(harness, shop)
            let path = String(link.dropFirst(Harness.base.count))
            let page = try await harness.send(.get, path)
            #expect(page.status == 200 && page.text.contains("<h1>Pair a phone</h1>"))
            #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
            let (token, other) = (String(path.dropFirst("/pair/".count)), String(repeating: "x", count: 24))
            #expect(page.text.contains("href=\"../phone/#pair=\(token)\""))
            let otherPage = try await harness.send(.get, "/pair/\(other)")
            #expect(otherPage.text == page.text.replacing(token, with: other))
            for text in ["x", "%22%3E%3Cb%3Exxxxxxxxxxxxxxxxxxxx", String(repeating: "y", count: 65)] {
                let page = try await harness.send(.get, "/pair/\(text)")
                #expect(page.status == 200 && page.text.contains("href=\"../phone/#pair=\""))
            }
            let phone = try await Phone.registered(with: harness)
            #expect(try await phone.take(link).status == 200)
        }
    }

    @Test("Who waits for a pairing hears when a phone has taken it, and when it has decided")
    func wakes() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (id, link) = try await create(harness, shop)
            let phone = try await Phone.registered(with: harness)
            async let waiting = phone.pending(wait: 20)
            _ = try await phone.take(link)
            #expect(try await waiting["pairings"].array.first?["id"].text == id)
            async let decided = harness.get("/v1/pairings/\(id)?wait=20", as: shop)
            _ = try await phone.decide(.approve, on: id, of: .pairing)
            #expect(try await decided.json["enabled"] == .flag(true))
        }
    }
}

#endif
