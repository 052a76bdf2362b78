#if Service

import Database
import DeviceProtocol
import HTTPTypes
import Hummingbird
import OAuth1
import Testing

@testable import ToopherService

/// A service in which requester A calls every route about what belongs to requester B, by every id and every name.
///
/// With the same calls in a service without B, A must see the same: nothing of B, and not that there is a B.
struct IsolationWorld: Sendable {
    /// The ids of what belongs to B, by what they are of.
    typealias Targets = [(kind: String, id: String)]

    /// One call, and what A sees of its response.
    struct Observation: Sendable, Hashable {
        var call: String
        var status: Int
        /// The JSON with everything that is random left out.
        var shape: String
    }

    let harness: Harness
    let mine: TestRequester
    let phone: Phone

    /// Creates A, with a user and a phone.
    init(_ harness: Harness) async throws {
        self.harness = harness
        mine = try await harness.requester("Mine")
        phone = try await harness.pairedPhone(user: "my user", with: mine).phone
    }

    /// Creates B with all that it may have, and returns the ids.
    func addTheirs() async throws -> Targets {
        let theirs = try await harness.requester("Theirs")
        let (phone, pairing) = try await harness.pairedPhone(user: "their user", with: theirs)
        let pending = try await harness.pair(phone, user: "their other user", with: theirs)
        let request = try await harness.post(
            "/v1/authentication_requests/initiate",
            [
                ("user_name", "their user"), ("terminal_name", "their terminal"), ("terminal_name_extra", "their id"),
                ("action_name", "their action"),
            ], as: theirs
        ).json
        return [
            ("pairing", pairing), ("pending pairing", pending), ("request", request["id"].text),
            ("user", request["user"]["id"].text), ("terminal", request["terminal"]["id"].text),
            ("action", request["action"]["id"].text), ("device", phone.id), ("requester", theirs.id),
        ]
    }

    /// Calls every route of the router about the targets.
    func callAll(_ targets: Targets) async throws -> [Observation] {
        let routes = ServiceRouter.router(harness.service.core).routes
            .map { (path: $0.path.description, method: $0.method) }
            .sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }
        var observations: [Observation] = []
        for route in routes {
            for (kind, id) in targets {
                let path = route.path.split(separator: "/").map { $0.first == "{" ? id : String($0) }
                    .joined(separator: "/")
                for parameters in Self.parameters(id) {
                    let response = try await call(route.method, "/" + path, id, parameters)
                    let name = "\(route.method) \(route.path) of the \(kind), with \(parameters.map(\.0))"
                    observations.append(
                        Observation(call: name, status: response.status, shape: Self.shape(response.json)))
                }
            }
        }
        return observations
    }

    /// What names something of B: everything by id, everything by name, or nothing beside the path.
    private static func parameters(_ id: String) -> [[(String, String)]] {
        let changes = [
            ("deactivated", "true"), ("toopher_authentication_enabled", "false"), ("action_name", "their action"),
            ("otp", "123456"), ("reset_email", "mine@example.org"), ("phone_number", "15550100"),
        ]
        return [
            ["id", "pairing_id", "user_id", "terminal_id"].map { ($0, id) } + changes + [("terminal_name", "t")],
            [
                ("user_name", "their user"), ("name", "their user"), ("username", "their user"),
                ("terminal_name", "their terminal"), ("terminal_name_extra", "their id"), ("name_extra", "their id"),
                ("requester_specified_id", "their id"), ("requester_specified_terminal_id", "their id"),
                ("pairing_phrase", "no such phrase"), ("expires", "1700000100"),
            ] + changes,
            [],
        ]
    }

    private func call(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ parameters: [(String, String)]
    ) async throws -> ServiceResponse {
        if path.hasPrefix("/v1/device/") {
            let body = """
                {"pairing":"\(id)","id":"\(id)","kind":"pairing","decision":"approve","signature":"AAAA","name":"x",\
                "public_key":"AAAA"}
                """
            return try await phone.call(method, path, method == .get ? nil : body)
        }
        if method == .get {
            let query = FormEncoding.encode(parameters.map { Parameter($0.0, $0.1) })
            return try await harness.get(path + (query.isEmpty ? "" : "?" + query), as: mine)
        }
        return try await harness.post(path, parameters, as: mine)
    }

    /// Returns the JSON without what differs from one service to the next: ids, phrases, secrets and the words of keys.
    private static func shape(_ json: JSON) -> String {
        switch json {
        case .null: return "null"
        case .flag(let flag): return String(flag)
        case .integer(let number): return String(number)
        case .text(let text): return Identifier.parse(text) == nil ? "'\(text)'" : "<id>"
        case .array(let elements): return "[" + elements.map(shape).sorted().joined(separator: ",") + "]"
        case .object(let members):
            let random: Set = ["phrase", "device_fingerprint", "secret", "otp_list", "url", "created", "modified"]
            let texts = members.map { "\($0.key):\(random.contains($0.key) ? "<random>" : shape($0.value))" }
            return "{" + texts.sorted().joined(separator: ",") + "}"
        }
    }

    /// Returns every row that has one of the ids.
    func rows(of targets: Targets) async throws -> Set<String> {
        let ids = Set(targets.map(\.id))
        var found: Set<String> = []
        for table in StoredTable.all {
            try await table.forEachPage(of: harness.service.core.store.database) { rows in
                for row in rows {
                    let isTheirs = row.values.contains { value in
                        if case .text(let text) = value { ids.contains(text) } else { false }
                    }
                    if isTheirs { found.insert("\(table.name): \(zip(row.columns, row.values).map { "\($0)=\($1)" })") }
                }
            }
        }
        return found
    }
}

#endif
