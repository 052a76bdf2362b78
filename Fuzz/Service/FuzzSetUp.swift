import CryptoCore
import DeviceProtocol
import HTTPTypes

/// The requests with which a service gets what others then name.
struct FuzzSetUp {
    /// Sends a request, given what there is.
    typealias Send = (_ request: FuzzRequest, _ values: [String: String]) async throws -> FuzzResponse

    /// What there is, by the name that stands for it.
    private(set) var values: [String: String] = [:]
    /// What the phone is asked last.
    private(set) var asked: DeviceProtocol.DecisionSubject?

    private let key: P256.PrivateKey
    private let now: Int64
    private let send: Send

    init(key: P256.PrivateKey, now: Int64, send: @escaping Send) {
        self.key = key
        self.now = now
        self.send = send
    }

    mutating func run() async throws {
        let publicKey = Base64.encodeURL(key.publicKey.x963Representation)
        try await keep(
            "device", "id", of: "d POST /v1/device/register\n\n{\"name\":\"Phone\",\"public_key\":\"\(publicKey)\"}")
        try await keep("phrase", "phrase", of: "d POST /v1/device/phrases")
        try await keep("pairing", "id", of: "r POST /v1/pairings/create\n\nuser_name=jdoe&pairing_phrase={phrase}")
        try await approvePairing()
        try await keep("waiting", "id", of: "r POST /v1/pairings/create/qr\n\nuser_name=jdoe")
        try await keep("user", "id", of: "r POST /v1/users/create\n\nname=jdoe")
        let secret = String(repeating: "31", count: 20)
        try await keep(
            "token", "id",
            of:
                "r POST /v1/users/oath_otp_validators/associate\n\nuser_name=jdoe&requester_specified_id=7&secret=\(secret)"
        )
        try await keep(
            "request", "id",
            of: "r POST /v1/authentication_requests/initiate\n\nuser_name=jdoe&terminal_name=t&terminal_name_extra=c")
        asked = try await listed("authentication_requests", .authenticationRequest)
        try await keep(
            "terminal", "id", of: "r POST /v1/user_terminals/create\n\nuser_name=jdoe&name=t&name_extra=c")
        try await keep("phrase", "phrase", of: "d POST /v1/device/phrases")
        values["expires"] = String(now + 3600)
        try await keepPage("page", "/v1/web/authenticate")
        try await keepPage("manage", "/v1/web/manage_user")
    }

    private func approvePairing() async throws {
        let record = DeviceProtocol.DecisionRecord(
            try await listed("pairings", .pairing), .init(.approve, decided: now), device: values["device"] ?? "")
        let signature = try key.signature(for: record.bytesToSign())
        let response = try await send("d POST /v1/device/answers\n\n" + record.submission(signature: signature))
        guard response.status == 200 else { fatalError("the set-up failed: \(response)") }
    }

    /// Returns the first subject of what is pending on the phone.
    private func listed(_ list: String, _ kind: DeviceProtocol.Kind) async throws -> DeviceProtocol.DecisionSubject {
        guard let item = try await send("d GET /v1/device/pending")[list].array.first else {
            fatalError("the set-up failed: no \(list)")
        }
        return item.subject(kind, service: FuzzWorld.base + "/v1/")
    }

    /// Sends a request, and keeps a member of its response.
    private mutating func keep(_ name: String, _ member: String, of input: String) async throws {
        let response = try await send(input)
        values[name] = response[member].text
        guard values[name] != "" else { fatalError("the set-up failed: \(input): \(response)") }
    }

    /// Opens a page, and keeps its token.
    private mutating func keepPage(_ name: String, _ path: String) async throws {
        let response = try await send("r GET \(path)?username=jdoe&expires={expires}\nAccept: text/html\n")
        let text = String(decoding: response.body, as: UTF8.self)
        guard let start = text.firstRange(of: "data-token=\"") else { fatalError("the set-up failed: \(text)") }
        values[name] = String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    private func send(_ input: String) async throws -> FuzzResponse {
        guard let request = FuzzRequest(Array(input.utf8), values: values) else { fatalError("no request: \(input)") }
        return try await send(request, values)
    }
}
