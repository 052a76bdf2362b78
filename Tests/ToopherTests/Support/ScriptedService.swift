import CryptoCore
import CurlTransport
import HTTPExchange
import OAuth1
import Synchronization
import TestServer
import Testing

@testable import Toopher

/// A service on a socket that answers each request as a test says, and remembers it.
final class ScriptedService: Sendable {
    typealias Script = @Sendable (_ request: ParsedRequest, _ number: Int) -> ScriptedReply

    private let server: FaultServer
    private let transport: CurlTransport
    private let log: Log

    /// - Parameter script: What to answer the n-th request, counted from 0.
    private init(_ script: @escaping Script) throws {
        let log = Log()
        self.log = log
        server = FaultServer { connection in
            while let request = connection.readRequest().flatMap(ParsedRequest.init) {
                let reply = script(request, log.note(request))
                if reply.isSilence { return connection.stall() }
                connection.send(reply.bytes)
            }
        }
        transport = try CurlTransport()
    }

    /// Runs a test against a service, and ends both whatever comes of it.
    static func run(
        _ script: @escaping Script, _ body: (ScriptedService, ToopherAPI) async throws -> Void
    ) async throws {
        let service = try ScriptedService(script)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(service, try service.api())) } catch { outcome = .failure(error) }
        await service.transport.close()
        service.server.stop()
        try outcome.get()
    }

    /// Everything that was asked so far.
    var requests: [ParsedRequest] { log.all.withLock { $0 } }

    /// Everything that was asked so far, as `GET path?query`.
    var targets: [String] { requests.map { $0.method + " " + $0.target.dropFirst("/v1/".count) } }

    func api(options: TransferOptions = ToopherAPI.defaultOptions) throws -> ToopherAPI {
        try ToopherAPI(
            key: Fixture.key, secret: SecretBytes(utf8: Fixture.secret), baseURL: "http://\(server.authority)/v1/",
            transport: transport, options: options)
    }

    /// The parameters of a request, in their order, when its signature is right.
    func signedParameters(_ request: ParsedRequest) async throws -> [String] {
        let verified = try await Verifier(ledger: InMemoryNonceLedger()).verify(
            ReceivedRequest(
                method: request.method, url: "http://\(server.authority)\(request.target)",
                authorization: request.values("authorization"), contentType: request.values("content-type").first,
                body: request.body)
        ) { key, _ in try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: Fixture.secret)) }
        return verified.parameters.map { $0.name + "=" + $0.value }
    }

    private final class Log: Sendable {
        let all = Mutex<[ParsedRequest]>([])

        func note(_ request: ParsedRequest) -> Int {
            all.withLock {
                $0.append(request)
                return $0.count - 1
            }
        }
    }
}

/// What a scripted service answers.
struct ScriptedReply: Sendable {
    var status = 200
    var fields: [(name: String, value: String)] = []
    var type: String? = "application/json"
    var body: [UInt8] = []
    var isSilence = false

    static func json(_ text: String, status: Int = 200, _ fields: (String, String)...) -> ScriptedReply {
        ScriptedReply(status: status, fields: fields.map { ($0.0, $0.1) }, body: Array(text.utf8))
    }

    /// A refusal of the protocol's.
    static func refusal(_ code: Int, status: Int = 409, _ fields: (String, String)...) -> ScriptedReply {
        ScriptedReply(
            status: status, fields: fields.map { ($0.0, $0.1) },
            body: Array(#"{"error_code":\#(code),"error_message":"text \#(code)"}"#.utf8))
    }

    /// No answer, ever.
    static let silence = ScriptedReply(isSilence: true)

    var bytes: [UInt8] {
        var head = "HTTP/1.1 \(status) Text\r\nContent-Length: \(body.count)\r\n"
        if let type { head += "Content-Type: \(type)\r\n" }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}

/// Replies in the protocol's JSON.
enum Canned {
    static let user = #"{"id":"u1","name":"jdoe","toopher_authentication_enabled":true}"#
    static let terminal =
        #"{"id":"t1","name":"my computer","requester_specified_id":"cookie","name_extra":"cookie","user":\#(user)}"#
    static let validator = """
        {"id":"v1","requester_specified_id":"serial","otp_type":"hotp","otp_digits":6,"algorithm":"sha1",\
        "totp_step_size":null,"hotp_event_counter":3,"created":"2015-02-03 09:15:52","modified":"2015-02-03 09:15:53"}
        """

    static func pairing(_ state: String = "enabled", id: String = "p1", user: String = Canned.user) -> String {
        #"{"id":"\#(id)","enabled":\#(state == "enabled"),"pending":\#(state == "pending"),"user":\#(user)}"#
    }

    static func request(
        _ state: String = "pending", id: String = "r1", more: String = #","reason":"","reason_code":0"#,
        user: String = "jdoe", terminal: String = "cookie", action: String = "Log In"
    ) -> String {
        """
        {"id":"\(id)","pending":\(state == "pending"),"granted":\(state == "granted"),"automated":false,\
        "user":{"id":"u1","name":"\(user)"},"action":{"id":"a1","name":"\(action)"},\
        "terminal":{"id":"t1","name":"my computer","requester_specified_id":"\(terminal)"}\(more)}
        """
    }

    /// A PNG file of one pixel.
    static let png: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
        0,
        0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
        0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
}
