#if Service

import Database
import DeviceProtocol
import HTTPTypes
import Logging
import OAuth1
import Testing
import Toopher

@testable import ToopherService

@Suite("Health and metrics", .timeLimit(.minutes(10))) struct OperationsTests {
    /// Returns the value of a sample; `nil` if there is none.
    private func sample(_ name: String, in text: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.flatMap {
            Double($0.dropFirst(name.utf8.count + 1))
        }
    }

    @Test("A listener of its own says that the service lives and can serve, and has the metrics")
    func listener() async throws {
        try await LiveService.run(operations: ListeningAddress(port: 0)) { live in
            let operations = try #require(live.operations)
            #expect(try await operations.send(.get, "/healthz/live").text == "ok\n")
            #expect(try await operations.send(.get, "/healthz/ready").text == "ok\n")
            let metrics = try await operations.send(.get, "/metrics")
            #expect(metrics.status == 200)
            #expect(metrics.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(metrics.headers[.cacheControl] == "no-store")
            #expect(sample("toopher_database_up", in: metrics.text) == 1)
            let head = try await operations.send(.head, "/metrics")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(try await operations.send(.post, "/metrics").status == 405)
            for path in ["/", "/v1/device/pending", "/health", "/metrics/x"] {
                #expect(try await operations.send(.get, path).status == 404, "\(path)")
            }
            for path in ["/metrics", "/healthz/live", "/healthz/ready"] {
                #expect(try await live.send(.get, path).status == 404, "\(path)")
            }
        }
    }

    @Test("Requests, decisions, limits and messages are counted, and no name, key or id is among the labels")
    func counts() async throws {
        try await LiveService.run(operations: ListeningAddress(port: 0)) { live in
            let operations = try #require(live.operations)
            let shop = try await live.service.createRequester(name: "Example Shop")
            let api = try ToopherAPI(
                key: shop.consumerKey, secret: shop.consumerSecret, baseURL: live.baseURL, transport: live.transport)
            let phone = try await LivePhone.registered(with: live)
            let pairing = try await api.pair(username: "jdoe", phrase: try await phone.phrase())
            #expect(try await phone.decideNext(.pairing, .approve).status == 200)
            let decisions: [DeviceProtocol.Decision] = [.approve, .deny, .approve]
            var ids: [String] = []
            for decision in decisions {
                ids.append(try await api.authenticate(pairingID: pairing.id, terminalName: "my computer").id)
                #expect(try await phone.decideNext(.authenticationRequest, decision).status == 200)
            }
            #expect(try await live.send(.get, "/v1/pairings/\(pairing.id)").status == 401)
            #expect(try await live.send(.get, "/nowhere/jdoe").status == 404)
            try await live.service.sealer.sealAll()
            let text = try await operations.send(.get, "/metrics").text
            let duration = "toopher_http_request_duration_seconds_count"
            #expect(
                sample(
                    "\(duration){route=\"/v1/authentication_requests/initiate\",method=\"POST\",status=\"2xx\"}",
                    in: text)
                    == 3)
            #expect(sample("\(duration){route=\"/v1/pairings/{id}\",method=\"GET\",status=\"4xx\"}", in: text) == 1)
            #expect(sample("\(duration){route=\"other\",method=\"other\",status=\"4xx\"}", in: text) == 1)
            let outcomes = "toopher_decisions_total{subject=\"request\",by=\"phone\",outcome="
            #expect(sample(outcomes + "\"granted\"}", in: text) == 2)
            #expect(sample(outcomes + "\"denied\"}", in: text) == 1)
            #expect(
                sample("toopher_decisions_total{subject=\"pairing\",by=\"phone\",outcome=\"enabled\"}", in: text) == 1)
            #expect(sample("toopher_log_sealed_entries_total{type=\"request_decided\"}", in: text) == 3)
            #expect(try #require(sample("toopher_log_entries", in: text)) >= 6)
            #expect(sample("toopher_log_pending_entries", in: text) == 0)
            #expect(sample("toopher_log_lag_seconds", in: text) == 0)
            #expect(sample("toopher_waits", in: text) == 0)
            #expect(try #require(sample("toopher_connections", in: text)) >= 1)
            #expect(try #require(sample("toopher_database_transactions_total", in: text)) >= 8)
            #expect(
                try #require(sample("toopher_database_call_duration_seconds_count{kind=\"write\"}", in: text)) >= 8)
            #expect(try #require(sample("process_resident_memory_bytes", in: text)) > 1_000_000)
            #expect(try #require(sample("process_open_fds", in: text)) > 3)
            for word in ["jdoe", "Example Shop", shop.consumerKey, shop.id, pairing.id, phone.id, "127.0.0.1"] + ids {
                #expect(!text.contains(word), "\(word)")
            }
        }
    }

    @Test("A limit that is met is counted, each under its name")
    func limits() throws {
        #expect(Set(Limit.allCases.map(\.label)).count == Limit.allCases.count)
        let counters = LimitCounters()
        for (index, limit) in Limit.allCases.enumerated() {
            for _ in 0...index { counters.count(limit) }
        }
        #expect(Limit.allCases.map { counters.value($0) } == Limit.allCases.indices.map { UInt64($0 + 1) })
        let rates = RequestRates(RequestLimits(), clock: { 0 }, counting: counters)
        let limit = RequestLimits().registrationsPerAddress.burst
        let address = try #require(AddressBlock("192.0.2.1"))
        for _ in 0..<limit { try? rates.register(from: .address(address)) }
        #expect(counters.value(.registrations) == 1)
        #expect(throws: ProtocolError.self) { try rates.register(from: .address(address)) }
        #expect(counters.value(.registrations) == 2 && counters.value(.offers) == 2)
    }

    @Test("A service whose database is away, whose key is another, or that ends, is not ready, and says why in a word")
    func obstacles() async throws {
        try await LiveService.run(operations: ListeningAddress(port: 0)) { live in
            let operations = try #require(live.operations)
            let database = live.service.core.store.database
            func set(_ value: String) async throws {
                _ = try await database.write { transaction throws(DatabaseError) in
                    try transaction.execute(
                        "UPDATE settings SET value = $1 WHERE name = 'sealing_key'", [.text(value)])
                }
            }
            let check = live.service.core.store.sealer.keyCheck
            try await set("another")
            let locked = try await operations.send(.get, "/healthz/ready")
            #expect(locked.status == 503 && locked.text == "key\n")
            try await set(check)
            #expect(try await operations.send(.get, "/healthz/ready").status == 200)
            await database.close()
            let away = try await operations.send(.get, "/healthz/ready")
            #expect(away.status == 503 && away.text == "database\n")
            let metrics = try await operations.send(.get, "/metrics")
            #expect(metrics.status == 200 && sample("toopher_database_up", in: metrics.text) == 0)
            #expect(sample("toopher_log_entries", in: metrics.text) == nil)
            live.service.core.changes.shutDown()
            let ending = try await operations.send(.get, "/healthz/ready")
            #expect(ending.status == 503 && ending.text == "shutting_down\n")
            #expect(try await operations.send(.get, "/healthz/live").status == 200)
        }
    }

    @Test("A database that does not answer in time is an obstacle")
    func silentDatabase() async {
        let readiness = Readiness(changes: ChangeNotifier(), limit: .milliseconds(10)) {
            try await Task.sleep(for: .seconds(3600))
            return true
        }
        #expect(await readiness.obstacle() == .database)
    }

    @Test("A port in use is an error that names it, and a silent connection ends at its deadline")
    func guarded() async throws {
        var limits = ConnectionLimits()
        limits.head = .milliseconds(200)
        try await LiveService.run(connections: limits, operations: ListeningAddress(port: 0)) { live in
            let port = try #require(live.operations).port
            let client = try RawClient(port: port)
            #expect(await client.readToEnd() == "")
            var configuration = ServiceConfiguration(
                database: ":memory:", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            configuration.operations = ListeningAddress(port: port)
            let second = try await ToopherService(configuration: configuration)
            await #expect(
                throws: ServiceError.cannotListen(
                    address: "127.0.0.1", port: port, reason: "Address already in use")
            ) { try await second.run { _, _ in } }
            await second.close()
        }
    }
}

#endif
