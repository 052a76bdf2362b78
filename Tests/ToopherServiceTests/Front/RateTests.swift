#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("How often strangers may") struct RateTests {
    @Test("A burst, then one each interval, each key for itself")
    func bucket() {
        var table = RateTable<String>(RateLimit(burst: 3, interval: .seconds(10)))
        #expect((0..<5).map { _ in table.take("a", at: 1000) } == [nil, nil, nil, 10_000, 10_000])
        #expect(table.take("b", at: 1000) == nil)
        #expect(table.take("a", at: 10_999) == 1)
        #expect(table.take("a", at: 11_000) == nil)
        #expect(table.take("a", at: 11_000) == 10_000)
        #expect(
            (0..<4).map { _ in table.take("a", at: 1_000_000) } == [nil, nil, nil, 10_000], "never more than a burst")
    }

    @Test("What is given back can be used again")
    func givenBack() {
        var table = RateTable<Int>(RateLimit(burst: 1, interval: .seconds(5)))
        #expect(table.take(0, at: 0) == nil)
        table.giveBack(0)
        #expect(table.take(0, at: 0) == nil)
        #expect(table.take(0, at: 0) == 5000)
    }

    @Test("A clock that is set back refuses for no longer than a burst takes")
    func clockSetBack() {
        var table = RateTable<Int>(RateLimit(burst: 2, interval: .seconds(10)))
        #expect((0..<2).map { _ in table.take(0, at: 1_000_000_000) } == [nil, nil])
        #expect(table.take(0, at: 0) == 10_000)
        #expect(table.take(0, at: 10_000) == nil)
    }

    @Test("Memory is bounded: keys without room share one limit, and room returns with time")
    func bounded() {
        var table = RateTable<Int>(RateLimit(burst: 2, interval: .seconds(1)), capacity: 3)
        #expect((0..<3).map { table.take($0, at: 0) } == [nil, nil, nil])
        #expect((3..<7).map { table.take($0, at: 0) } == [nil, nil, 1000, 1000])
        #expect(table.count == 3)
        #expect(table.take(0, at: 0) == nil, "one that was there keeps its own")
        #expect((10..<13).map { table.take($0, at: 10_000) } == [nil, nil, nil] && table.count == 3)
    }

    @Test("Registrations over the limit get a 429 with the time to wait, in the protocol's JSON")
    func registrations() async throws {
        var limits = RequestLimits()
        limits.registrations = RateLimit(burst: 2, interval: .seconds(30))
        try await Harness.run(requests: limits) { harness in
            for _ in 0..<2 { _ = try await Phone.registered(with: harness) }
            let phone = Phone(harness: harness, key: try P256.PrivateKey(), id: DeviceProtocol.newDevice)
            // What is not signed does not count.
            for _ in 0..<5 { #expect(try await harness.send(.post, "/v1/device/register").status == 401) }
            let refused = try await phone.register(name: "One too many")
            #expect(refused.refusal == "429 429 Too many requests: try again later")
            #expect(refused.headers[.retryAfter] == "30")
            harness.clock.advance(by: 30)
            #expect(try await phone.register(name: "x").status == 200)
            let another = Phone(harness: harness, key: try P256.PrivateKey(), id: DeviceProtocol.newDevice)
            #expect(try await another.register(name: "y").status == 429)
        }
    }

    @Test("Offers over the limit get a 429")
    func offers() async throws {
        var limits = RequestLimits()
        limits.offers = RateLimit(burst: 2, interval: .seconds(7))
        try await Harness.run(requests: limits) { harness in
            let phone = try await Phone.registered(with: harness)
            for _ in 0..<2 { #expect(try await !phone.phrase().isEmpty) }
            let refused = try await phone.call(.post, "/v1/device/phrases", "")
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "7")
            harness.clock.advance(by: 7)
            #expect(try await !phone.phrase().isEmpty)
        }
    }

    @Test("Wrong phrases are counted for each requester, right ones are not")
    func guesses() async throws {
        var limits = RequestLimits()
        limits.wrongPhrases = RateLimit(burst: 2, interval: .seconds(6))
        try await Harness.run(requests: limits) { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let phone = try await Phone.registered(with: harness)
            for number in 0..<4 { _ = try await harness.pair(phone, user: "user\(number)", with: shop) }
            func guess(_ requester: TestRequester) async throws -> ServiceResponse {
                try await harness.post(
                    "/v1/pairings/create", [("pairing_phrase", "no such phrase"), ("user_name", "jdoe")], as: requester)
            }
            for _ in 0..<2 { #expect(try await guess(shop).status == 400) }
            let refused = try await guess(shop)
            #expect(refused.refusal == "429 429 Too many requests: try again later")
            #expect(refused.headers[.retryAfter] == "6")
            #expect(try await guess(other).status == 400)
            // Not with the right phrase either: the answer would tell which one it is.
            let right = try await harness.post(
                "/v1/pairings/create", [("pairing_phrase", try await phone.phrase()), ("user_name", "jdoe")], as: shop)
            #expect(right.status == 429)
            harness.clock.advance(by: 6)
            _ = try await harness.pair(phone, user: "jdoe", with: shop)
        }
    }

    @Test("What an address has used up counts for no other, and not in all")
    func perAddress() throws {
        var limits = RequestLimits()
        limits.registrationsPerAddress = RateLimit(burst: 2, interval: .seconds(10))
        limits.registrations = RateLimit(burst: 3, interval: .seconds(10))
        let rates = RequestRates(limits, clock: { 1_700_000_000 })
        let (one, other) = (
            RequestOrigin.address(try #require(AddressBlock("192.0.2.1"))),
            RequestOrigin.address(try #require(AddressBlock("192.0.2.2")))
        )
        for _ in 0..<2 { try rates.register(from: one) }
        for _ in 0..<5 {
            #expect(throws: ProtocolError.tooManyRequests(retryAfter: 10)) { try rates.register(from: one) }
        }
        try rates.register(from: other)
        #expect(throws: ProtocolError.tooManyRequests(retryAfter: 10)) { try rates.register(from: .unknown) }
        for _ in 0..<100 { try rates.register(from: .local) }
    }

    private static let fields: [(String, RequestOrigin?)] = [
        ("198.51.100.7", AddressBlock("198.51.100.7").map { .address($0) }),
        ("192.0.2.1, 198.51.100.7, 10.0.0.2", AddressBlock("198.51.100.7").map { .address($0) }),
        ("2001:db8::7", AddressBlock("2001:db8::1").map { .address($0) }),
        ("10.0.0.2, 10.0.0.3", .unknown), ("", .unknown), ("unknown", .unknown), ("192.0.2.1,", .unknown),
        (String(repeating: "10.0.0.2,", count: 500) + "10.0.0.2", .unknown),
    ]

    @Test("Behind a proxy the client counts that it names, as far as proxies are trusted", arguments: fields)
    func forwarded(_ field: String, _ origin: RequestOrigin?) throws {
        let proxies = try ForwardingProxies(networks: ["10.0.0.0/8"], setting: .xForwardedProto)
        let fixed = ExternalURLSource.fixed(try ExternalURL(base: "https://auth.example.org"))
        let headers = HTTPFields(["X-Forwarded-For": field])
        for resolver in [
            RequestOriginResolver(.proxies(proxies), proxies: nil), RequestOriginResolver(fixed, proxies: proxies),
        ] {
            #expect(resolver.origin(peer: "10.0.0.1", headers: headers) == origin)
        }
    }

    @Test("Nobody else can name an address, and a proxy that is not named hides its clients")
    func peers() throws {
        let headers = HTTPFields(["X-Forwarded-For": "198.51.100.7"])
        let block = try #require(AddressBlock("192.0.2.1"))
        let direct = RequestOriginResolver(.listeningAddress, proxies: nil)
        #expect(direct.origin(peer: "192.0.2.1", headers: headers) == .address(block))
        #expect(direct.origin(peer: "127.0.0.1", headers: headers) == .local)
        #expect(direct.origin(peer: nil, headers: headers) == .unknown)
        let fixed = RequestOriginResolver(.fixed(try ExternalURL(base: "https://auth.example.org")), proxies: nil)
        #expect(fixed.origin(peer: "192.0.2.1", headers: headers) == .unknown)
        #expect(fixed.origin(peer: "127.0.0.1", headers: headers) == .unknown)
        let proxies = try ForwardingProxies(networks: ["10.0.0.0/8"], setting: .xForwardedProto)
        let named = RequestOriginResolver(.proxies(proxies), proxies: nil)
        #expect(named.origin(peer: "192.0.2.1", headers: headers) == .address(block))
        #expect(named.isShared("10.9.9.9") && named.isShared("::1") && !named.isShared("192.0.2.1"))
        #expect(fixed.isBehindProxy && !named.isBehindProxy && !direct.isBehindProxy)
    }
}

#endif
