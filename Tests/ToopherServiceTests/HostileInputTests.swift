#if Service

import CryptoCore
import HTTPTypes
import OAuth1
import TestSupport
import Testing

@testable import ToopherService

@Suite("Hostile input") struct HostileInputTests {
    static let routes: [(HTTPRequest.Method, String)] =
        SignatureTests.routes + [
            (.post, "/v1/device/register"), (.post, "/v1/device/phrases"), (.get, "/v1/device/pending"),
            (.post, "/v1/device/answers"), (.get, "/v1/device/pairings"),
            (.post, "/v1/device/revocations"), (.post, "/v1/web/result"), (.get, "/health"),
        ]
    static let types = [
        nil, "application/x-www-form-urlencoded", "application/json", "text/plain", "multipart/form-data; boundary=x",
        ";",
    ]

    @Test("Random bytes to any route never cause a server error", arguments: routes)
    func randomBodies(_ method: HTTPRequest.Method, _ path: String) async throws {
        try await Harness.run(longPoll: .milliseconds(1)) { harness in
            var generator = SeededGenerator(seed: UInt64(path.utf8.count))
            let shop = try await harness.requester()
            for round in 0..<60 {
                let body = generator.bytes(Int.random(in: 0...400, using: &generator))
                var headers: HTTPFields = [:]
                headers[.contentType] = Self.types.randomElement(using: &generator) ?? nil
                switch round % 4 {
                case 1: headers[.authorization] = "OAuth " + Self.printable(&generator, 80)
                case 2:
                    headers[.authorization] = try shop.signer.authorizationHeader(
                        method: method.rawValue, url: Harness.base + path)
                case 3: headers[.authorization] = "Bearer " + Self.printable(&generator, 43)
                default: break
                }
                let query = round % 3 == 0 ? "?" + Self.printable(&generator, 60) : ""
                let response = try await harness.send(method, path + query, headers: headers, body: body)
                #expect(response.status < 500, "\(method) \(path) round \(round): \(response.text)")
                if response.status >= 400 { #expect(response.json["error_code"].integer == Int64(response.status)) }
            }
        }
    }

    @Test(
        "Random parameters with a valid signature never cause a server error",
        arguments: [
            "/v1/pairings/create", "/v1/authentication_requests/initiate", "/v1/users/create", "/v1/users/reset",
            "/v1/user_terminals/create",
        ])
    func randomParameters(_ path: String) async throws {
        try await Harness.run { harness in
            var generator = SeededGenerator(seed: 7)
            let shop = try await harness.requester()
            let names = [
                "pairing_phrase", "user_name", "pairing_id", "terminal_name", "terminal_name_extra", "action_name",
                "automation_allowed", "challenge_required", "requester_specified_terminal_id", "name", "name_extra",
            ]
            for _ in 0..<100 {
                let parameters = names.shuffled(using: &generator).prefix(5).map { name in
                    (name, String(decoding: generator.bytes(Int.random(in: 0...60, using: &generator)), as: UTF8.self))
                }
                let response = try await harness.post(path, Array(parameters), as: shop)
                #expect(response.status < 500, "\(parameters)")
            }
        }
    }

    @Test("Random JSON with a valid signature never causes a server error")
    func randomJSON() async throws {
        try await Harness.run { harness in
            var generator = SeededGenerator(seed: 11)
            let phone = try await Phone.registered(with: harness)
            let pieces = [
                "{", "}", "[", "]", ":", ",", "\"kind\"", "\"pairing\"", "\"id\"", "\"decision\"", "\"approve\"",
                "1e999",
                "\"\\ud800\"", "null", "-0", "\u{0}", "\"signature\"", "true",
            ]
            for _ in 0..<100 {
                let body = (0..<Int.random(in: 0...12, using: &generator))
                    .compactMap { _ in pieces.randomElement(using: &generator) }.joined()
                let response = try await phone.call(.post, "/v1/device/answers", body)
                #expect(response.status == 400, "\(body)")
            }
        }
    }

    @Test(
        "Malformed ids are not found",
        arguments: [
            "x", "other", "%00", "..", "%2e%2e%2f", "1-1-1-1-1", "{id}", "%F0%28%8C%28", "'%20OR%201=1--",
        ])
    func badIDs(_ id: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for path in ["/v1/pairings/", "/v1/authentication_requests/", "/v1/users/", "/v1/user_terminals/"] {
                #expect(try await harness.get(path + id, as: shop).refusal == "404 404 Not found")
            }
        }
    }

    @Test(
        "Unknown routes get the protocol's JSON",
        arguments: [
            (HTTPRequest.Method.get, "/"), (.get, "/v1"), (.get, "/v1/nothing"), (.options, "/v1/nothing"),
            (.get, "/static/../secret"), (.get, "/static/other.js"), (.delete, "/v1/pairings/x/y"), (.get, "//"),
            (.get, "/%"),
        ])
    func unknownRoutes(_ method: HTTPRequest.Method, _ path: String) async throws {
        try await Harness.run { harness in
            let response = try await harness.send(method, path)
            #expect(response.refusal == "404 404 Not found")
        }
    }

    @Test("A body over 64 KiB is refused before it is parsed", arguments: routes.filter { $0.0 == .post })
    func largeBodies(_ method: HTTPRequest.Method, _ path: String) async throws {
        guard path != "/v1/web/result" else { return }
        try await Harness.run { harness in
            let limit = [UInt8](repeating: UInt8(ascii: "a"), count: 64 * 1024)
            let atLimit = try await harness.send(method, path, body: limit)
            #expect(atLimit.status == 401)
            let overLimit = try await harness.send(method, path, body: limit + [97])
            #expect(overLimit.refusal == "413 413 The request body is too large")
        }
    }

    @Test("The service reports that it is healthy")
    func health() async throws {
        try await Harness.run { harness in
            let response = try await harness.send(.get, "/health")
            #expect(response.status == 200 && response.json == .object(["status": .text("ok")]))
        }
    }

    private static func printable(_ generator: inout SeededGenerator, _ count: Int) -> String {
        String((0..<count).map { _ in Character(Unicode.Scalar(UInt8.random(in: 0x21...0x7E, using: &generator))) })
    }
}

#endif
