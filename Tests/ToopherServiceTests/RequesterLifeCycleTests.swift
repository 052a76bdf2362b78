#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("The life cycle of a requester") struct RequesterLifeCycleTests {
    static let day: Int64 = 86_400

    /// Rotates the secret; returns the requester with the new one.
    private func rotated(
        _ shop: TestRequester, _ harness: Harness, overlap: Int64
    ) async throws -> TestRequester {
        let rotated = try await harness.service.rotateSecret(of: shop.key, overlap: overlap)
        #expect(rotated.consumerKey == shop.key && rotated.previousEnds == harness.clock.now + overlap)
        return try shop.with(secret: rotated.consumerSecret, harness.clock)
    }

    private func isAccepted(_ shop: TestRequester, _ harness: Harness) async throws -> Bool {
        let response = try await harness.get("/v1/users?name=nobody", as: shop)
        if response.status != 200 { #expect(response.refusal == SignatureTests.refusal) }
        return response.status == 200
    }

    @Test("During a rotation both secrets verify, and afterwards only the new one")
    func rotation() async throws {
        try await Harness.run { harness in
            let first = try await harness.requester()
            let second = try await rotated(first, harness, overlap: 100)
            #expect(try await isAccepted(first, harness))
            #expect(try await isAccepted(second, harness))
            #expect(try await !isAccepted(first.with(secret: "another", harness.clock), harness))
            harness.clock.advance(by: 99)
            #expect(try await isAccepted(first, harness))
            harness.clock.advance(by: 1)
            #expect(try await !isAccepted(first, harness))
            #expect(try await isAccepted(second, harness))
        }
    }

    @Test("A second rotation ends the oldest secret, and one without overlap the one before, at once")
    func rotationAgain() async throws {
        try await Harness.run { harness in
            let first = try await harness.requester()
            let second = try await rotated(first, harness, overlap: 100)
            let third = try await rotated(second, harness, overlap: 100)
            for (requester, isValid) in [(first, false), (second, true), (third, true)] {
                #expect(try await isAccepted(requester, harness) == isValid)
            }
            let fourth = try await rotated(third, harness, overlap: 0)
            for (requester, isValid) in [(second, false), (third, false), (fourth, true)] {
                #expect(try await isAccepted(requester, harness) == isValid)
            }
        }
    }

    @Test("A nonce is used once, whichever secret signed it")
    func nonces() async throws {
        try await Harness.run { harness in
            let first = try await harness.requester()
            let second = try await rotated(first, harness, overlap: 100)
            for requester in [first, second] {
                let header = try requester.signer.authorizationHeader(method: "GET", url: Harness.base + "/v1/users")
                for status in [200, 401] {
                    #expect(
                        try await harness.send(.get, "/v1/users", headers: [.authorization: header]).status == status)
                }
            }
        }
    }

    @Test("A postback is signed with the secret that signed the page's URL, also after that has ended")
    func postbacks() async throws {
        try await Harness.run { harness in
            let first = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: first)
            let second = try await rotated(first, harness, overlap: 100)
            var tokens: [(TestRequester, String)] = []
            for requester in [first, second] {
                let page = try await harness.page(
                    [
                        ("username", "nobody"), ("expires", "\(harness.clock.now + 90)"), ("session_token", "s"),
                        ("allow_inline_pairing", "false"),
                    ], as: requester)
                let start = try #require(page.text.firstRange(of: "data-token=\""))
                tokens.append((requester, String(page.text[start.upperBound...].prefix { $0 != "\"" })))
            }
            harness.clock.advance(by: 100)
            #expect(try await !isAccepted(first, harness))
            for (requester, token) in tokens {
                let result = try await harness.send(
                    .post, "/v1/web/result", headers: [.authorization: "Bearer " + token])
                let payload = result.json["payload"]
                let fields = payload.names.subtracting(["toopher_sig"]).sorted().map { Parameter($0, payload[$0].text) }
                #expect(fields.contains(Parameter("error_code", "705")))
                let text = FormEncoding.encode(fields)
                for other in [first, second] {
                    let key = try HMACKey(.sha1, key: SecretBytes(utf8: other.secret))
                    let signature = Base64.encode(try key.authenticationCode(for: Array(text.utf8)))
                    #expect((signature == payload["toopher_sig"].text) == (other.secret == requester.secret))
                }
            }
        }
    }

    @Test("A secret that has ended is deleted a day later, and the current one never")
    func endedSecrets() async throws {
        try await Harness.run { harness in
            let store = harness.service.core.store
            let first = try await harness.requester()
            let second = try await rotated(first, harness, overlap: 100)
            for (elapsed, count) in [(100, Int64(2)), (Self.day - 1, 2), (1, 1), (400 * Self.day, 1)] {
                harness.clock.advance(by: elapsed)
                while try await store.deleteExpired(now: harness.clock.now) {}
                #expect(try await store.count("requester_secrets") == count)
            }
            #expect(try await isAccepted(second, harness))
        }
    }

    @Test("Suspension refuses correctly signed requests with 403 and others as ever, until the requester is resumed")
    func suspension() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let page = try await harness.page(
                [("username", "jdoe"), ("expires", "\(harness.clock.now + 90)")], as: shop)
            let start = try #require(page.text.firstRange(of: "data-token=\""))
            let token = String(page.text[start.upperBound...].prefix { $0 != "\"" })
            try await harness.service.setState(.suspended, of: shop.id)
            let refusal = "403 403 Not allowed: this requester is suspended"
            #expect(try await harness.get("/v1/pairings/" + pairing, as: shop).refusal == refusal)
            #expect(try await harness.post("/v1/users/create", [("name", "x")], as: shop).refusal == refusal)
            #expect(
                try await harness.page([("username", "jdoe"), ("expires", "\(harness.clock.now + 90)")], as: shop)
                    .status == 403)
            let opened = try await harness.send(.post, "/v1/web/result", headers: [.authorization: "Bearer " + token])
            #expect(opened.refusal == UserTests.notFound)
            #expect(try await phone.pending()["authentication_requests"].array.isEmpty)
            // Only whoever has the secret is told.
            #expect(
                try await harness.get("/v1/users", as: shop.with(secret: "wrong", harness.clock)).refusal
                    == SignatureTests.refusal)
            #expect(try await isAccepted(other, harness))
            try await harness.service.setState(.active, of: shop.key)
            #expect(try await harness.get("/v1/pairings/" + pairing, as: shop).json["enabled"] == .flag(true))
            #expect(try await harness.get("/v1/users?name=x", as: shop).text == "[]")
        }
    }

    @Test("Deletion refuses with 403, ends what was pending and the pairings, and cannot be undone")
    func deletion() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let (otherPhone, otherPairing) = try await harness.pairedPhone(user: "jdoe", with: other)
            var requests: [String] = []
            for requester in [shop, other] {
                let asked = try await harness.post(
                    "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")],
                    as: requester)
                requests.append(asked.json["id"].text)
            }
            let record = try #require(try await phone.record(.approve, to: requests[0], of: .authenticationRequest))
            try await harness.service.setState(.deleted, of: shop.key)
            #expect(
                try await harness.get("/v1/users", as: shop).refusal
                    == "403 403 Not allowed: this requester has been deleted")
            #expect(try await phone.send(record).status == 409)
            #expect(try await phone.pending()["authentication_requests"].array.isEmpty)
            #expect(try await phone.call(.get, "/v1/device/pairings").json["pairings"].array.isEmpty)
            for state in [RequesterState.active, .suspended, .deleted] {
                await #expect(throws: ServiceError.requesterDeleted) {
                    try await harness.service.setState(state, of: shop.key)
                }
            }
            await #expect(throws: ServiceError.requesterDeleted) {
                try await harness.service.rotateSecret(of: shop.key, overlap: 1)
            }
            await #expect(throws: ServiceError.requesterDeleted) {
                _ = try await harness.service.setPolicy(of: shop.id) { $0.numberDigits = 3 }
            }
            #expect(
                try await harness.get("/v1/pairings/" + otherPairing, as: other).json["enabled"] == .flag(true))
            let decided = try await otherPhone.decide(.approve, on: requests[1], of: .authenticationRequest)
            #expect(decided.status == 200)
        }
    }

    @Test("The policy of a requester is stored, kept within bounds, and known to its requests")
    func policy() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            #expect(try await harness.service.core.requester(id: shop.id)?.policy == RequesterPolicy())
            var expected = RequesterPolicy()
            (expected.numberMatching, expected.numberDigits, expected.allowsConcurrentPrompts) = (.always, 4, true)
            let wanted = expected
            #expect(try await harness.service.setPolicy(of: shop.id) { $0 = wanted } == expected)
            #expect(try await harness.service.core.requester(id: shop.id)?.policy == expected)
            #expect(try await harness.service.core.requester(consumerKey: shop.key)?.policy == expected)
            #expect(try await harness.service.requesters().map(\.policy) == [expected])
            for (digits, kept) in [(0, 2), (-1, 2), (7, 6), (.max, 6)] {
                #expect(
                    try await harness.service.setPolicy(of: shop.key) { $0.numberDigits = digits }.numberDigits == kept)
            }
        }
    }

    @Test("Unknown requesters are one error each")
    func unknown() async throws {
        try await Harness.run { harness in
            _ = try await harness.requester()
            for name in ["", "nobody", "%", "' OR 1=1 --"] {
                await #expect(throws: ServiceError.unknownRequester) {
                    try await harness.service.setState(.deleted, of: name)
                }
                await #expect(throws: ServiceError.unknownRequester) {
                    try await harness.service.rotateSecret(of: name, overlap: 0)
                }
            }
            #expect(try await harness.service.requesters().map(\.state) == [.active])
        }
    }

    @Test("What another process has changed in the same database is known after a reading")
    func otherProcess() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            #expect(try await isAccepted(shop, harness))
            try await harness.service.core.store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute("UPDATE requesters SET state = 'suspended'")
            }
            #expect(try await isAccepted(shop, harness))
            try await harness.service.core.reloadRequesters()
            #expect(try await harness.get("/v1/users", as: shop).status == 403)
        }
    }

    @Test("All secrets are sealed with a new key, and all are checked")
    func rekeying() async throws {
        let store = try Store.test()
        for id in ["a", "b"] {
            try await store.addRequester(
                id: id, name: id, key: "key " + id, secretID: "1 of " + id, secret: SecretBytes(utf8: "1" + id), now: 0)
            let sealed = try store.sealer.seal(
                SecretBytes(utf8: "2" + id), of: Store.owner(requester: id, secret: "2 of " + id))
            _ = try await store.rotateSecret(
                of: id, secretID: "2 of " + id, sealed: sealed, previousEnds: 100, now: 1)
        }
        _ = try await store.claim()
        let other = try SecretSealer(SecretBytes([UInt8](repeating: 8, count: 32)))
        #expect(try await store.reseal(with: other, now: 0) == 4)
        let resealed = Store(database: store.database, sealer: other)
        let requesters = try await resealed.requesters(known: [:]).sorted { $0.id < $1.id }
        for (requester, id) in zip(requesters, ["a", "b"]) {
            #expect(requester.secrets.map(\.id) == ["2 of " + id, "1 of " + id])
            #expect(requester.secrets[0].secret.isEqual(to: SecretBytes(utf8: "2" + id)))
            #expect(requester.secrets[1].secret.isEqual(to: SecretBytes(utf8: "1" + id)))
        }
        await #expect(throws: ServiceError.self) { try await store.requesters(known: [:]) }
    }

    @Test("A wrong secret gets the same response, whether the key is unknown or has one or two secrets")
    func strangers() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let rotating = try await harness.requester("Rotating")
            _ = try await rotated(rotating, harness, overlap: 100)
            for key in [shop.key, rotating.key, "unknown"] {
                var stranger = shop
                stranger.key = key
                #expect(try await !isAccepted(stranger.with(secret: "wrong", harness.clock), harness))
            }
        }
    }
}

extension TestRequester {
    /// Returns the requester with another secret.
    fileprivate func with(secret: String, _ clock: TestClock) throws -> TestRequester {
        let credentials = try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: secret))
        return TestRequester(
            id: id, key: key, secret: secret, signer: Signer(credentials: credentials, clock: { clock.now }))
    }
}

#endif
