import Testing
import Toopher

@Suite("toopher oauth with bodies that are not signed")
struct UnsignedBodyTests {
    static let secrets = ["OAUTH_CONSUMER_KEY": "k", "OAUTH_CONSUMER_SECRET": "s"]
    static let json = ["-H", "Content-Type: application/json", "-d", "{\"amount\":1}"]

    /// Signs a request and returns what `verify` says of it, or of the one with `received` in place of its body.
    static func verify(
        _ request: [String], signing: [String] = [], received: [String]? = nil, _ options: [String] = [],
        environment: [String: String] = secrets
    ) async throws -> (output: String, status: Int32) {
        let url = "https://api.example.com/v1/payments"
        let signed = try await ToopherProcess.run(["oauth", "sign", url] + request + signing, environment: environment)
        #expect(signed.status == 0, "\(signed.error)")
        let header = ["-H", "Authorization: " + signed.output.split(separator: "\n")[0], "-X", "POST"]
        let verified = try await ToopherProcess.run(
            ["oauth", "verify", url] + (received ?? request) + header + options, environment: environment)
        return (verified.output, verified.status)
    }

    @Test("verify says of a JSON body without a hash that it is not signed, and accepts it by name")
    func unsigned() async throws {
        let refused = try await Self.verify(Self.json)
        #expect(refused == ("valid, but the body is not signed\n", 2))
        let allowed = try await Self.verify(Self.json, ["--allow-unsigned-body"])
        #expect(allowed == ("valid, but the body is not signed\n", 0))
        let added = try await Self.verify(["-X", "POST"], received: Self.json)
        #expect(added == ("valid, but the body is not signed\n", 2))
        let late = try await Self.verify(Self.json, ["--now", "1000"])
        #expect(late == ("timestamp_outside_window\n", 2))
    }

    @Test("verify says only valid where the body is signed, and refuses another")
    func signed() async throws {
        let hashed = try await Self.verify(Self.json, signing: ["--body-hash"])
        #expect(hashed == ("valid\n", 0))
        let changed = try await Self.verify(
            Self.json, signing: ["--body-hash"], received: Array(Self.json.dropLast()) + ["{\"amount\":9}"],
            ["--allow-unsigned-body"])
        #expect(changed == ("body_hash_mismatch\n", 2))
        let form = try await Self.verify(["-d", "a=b"])
        #expect(form == ("valid\n", 0))
        let empty = try await Self.verify(["-X", "POST"])
        #expect(empty == ("valid\n", 0))
    }

    @Test("batch refuses such a body unless the task permits it, and tells of each whether it is covered")
    func batch() async throws {
        let request = #""method":"POST","url":"https://h/","consumer_key":"k","consumer_secret":"s","timestamp":1000"#
        let signed = try await OAuthCommandTests.results(#"{"op":"sign",\#(request),"nonce":"n"}"#)
        let header = try #require(signed.first?["authorization"]?.stringValue).split(
            separator: "\"", omittingEmptySubsequences: false
        ).joined(separator: "\\\"")
        let verify = #""op":"verify","now":1000,\#(request),"headers":[["Authorization","\#(header)"]]"#
        let results = try await OAuthCommandTests.results(
            """
            {\(verify)}
            {\(verify),"body":"{}"}
            {\(verify),"body":"{}","allow_unsigned_body":false}
            {\(verify),"body":"{}","allow_unsigned_body":true}
            {\(verify),"body":"{}","allow_unsigned_body":1}
            """)
        #expect(results.map { $0["valid"] } == [.bool(true), .bool(false), .bool(false), .bool(true), .null])
        #expect(results.map { $0["covers_body"] } == [.bool(true), .null, .null, .bool(false), .null])
        #expect(results[1]["error"] == .string("body_not_signed"))
        #expect(results[4]["error"]?.stringValue?.contains("allow_unsigned_body") == true)
    }
}
