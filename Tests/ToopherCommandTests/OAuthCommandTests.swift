import Testing
import Toopher

@Suite("toopher oauth")
struct OAuthCommandTests {
    static let secrets = ["OAUTH_CONSUMER_KEY": "abcdefg", "OAUTH_CONSUMER_SECRET": "hijklmnop"]
    static let form = "pairing_phrase=awkward+turtle&user_name=jdoe%40example.com"
    static let url = "https://api.example.com/v1/pairings/create"

    static func results(_ lines: String) async throws -> [JSONValue] {
        let outcome = try await ToopherProcess.run("oauth", "batch", input: lines, environment: [:])
        #expect(outcome.status == 0 && outcome.error.isEmpty)
        return try outcome.output.split(separator: "\n").map { try #require(JSONValue(parsing: Array($0.utf8))) }
    }

    @Test("batch signs, verifies, and continues after malformed lines")
    func batch() async throws {
        let header = """
            OAuth oauth_consumer_key=\\"abcdefg\\",oauth_signature_method=\\"HMAC-SHA1\\",oauth_timestamp=\\"1700000000\\",\
            oauth_nonce=\\"abcdef0123456789\\",oauth_version=\\"1.0\\",oauth_signature=\\"hHtK4Xvq899dKEfPq4zT%2FaO6YYg%3D\\"
            """
        let request = #""method":"POST","url":"\#(Self.url)","consumer_secret":"hijklmnop""#
        let type = #"["Content-Type","application/x-www-form-urlencoded"]"#
        let results = try await Self.results(
            """
            {"id":1,"op":"sign",\(request),"headers":[\(type)],"body":"\(Self.form)","consumer_key":"abcdefg",\
            "nonce":"abcdef0123456789","timestamp":1700000000}
            no JSON

            {"id":[2],"op":"verify",\(request),"headers":[\(type),["authorization","\(header)"]],"body":"\(Self.form)",\
            "now":1700000300}
            {"id":3,"op":"verify",\(request),"headers":[\(type),["authorization","\(header)"]],"body":"\(Self.form)",\
            "now":1700000301}
            {"id":4,"op":"verify",\(request),"headers":[\(type),["authorization","\(header)"]],"body":"x=1","now":1700000000}
            {"id":5,"op":"verify",\(request),"headers":[["authorization","\(header)"]],"consumer_key":"other","now":1700000000}
            {"id":6,"op":"dance"}
            {"id":7,"op":"base-string","method":"get","url":"HTTP://Example.com:80?b=%c3%a9&a","consumer_key":"k","nonce":"n",\
            "timestamp":"1","signature_method":"PLAINTEXT"}
            """)
        try #require(results.count == 8)
        #expect(results[0]["signature"] == .string("hHtK4Xvq899dKEfPq4zT/aO6YYg="))
        #expect(results[0]["base_string"]?.stringValue?.utf8.count == 284)
        #expect(results[0]["valid"] == .null && results[0]["error"] == .null && results[0]["id"] == .integer(1))
        #expect(results[1]["id"] == .null && results[1]["error"] == .string("the line is not a JSON object"))
        #expect(results[2]["id"] == .array([.integer(2)]) && results[2]["valid"] == .bool(true))
        #expect(results[3]["error"] == .string("timestamp_outside_window") && results[3]["valid"] == .bool(false))
        #expect(results[4]["error"] == .string("signature_invalid"))
        #expect(results[5]["error"] == .string("unknown_consumer"))
        #expect(results[6]["error"]?.stringValue?.contains("op") == true)
        #expect(
            results[7]["base_string"]
                == .string(
                    "GET&http%3A%2F%2Fexample.com%2F&a%3D%26b%3D%25C3%25A9%26oauth_consumer_key%3Dk%26oauth_nonce%3Dn"
                        + "%26oauth_signature_method%3DPLAINTEXT%26oauth_timestamp%3D1%26oauth_version%3D1.0"))
    }

    @Test("Malformed members are the error of their line only")
    func badFields() async throws {
        let bad = [
            #"{"op":"sign"}"#, #"{"op":"sign","method":"GET","url":"x"}"#,
            #"{"op":"sign","method":"GET","url":"https://h/","headers":[["a"]]}"#,
            #"{"op":"sign","method":"GET","url":"https://h/","body":"a","body_base64":"YQ=="}"#,
            #"{"op":"sign","method":"GET","url":"https://h/","body_base64":"*"}"#,
            #"{"op":"sign","method":"GET","url":"https://h/","timestamp":"x"}"#,
            #"{"op":"sign","method":"GET","url":"https://h/","signature_method":"HMAC-MD5"}"#,
            #"{"op":"sign","method":"GET","url":"https://h/","signature_method":"RSA-SHA1"}"#,
            #"{"op":"sign","method":"GET","url":"https://h/","signature_method":"RSA-SHA1","private_key_pem":"x"}"#,
            #"{"op":"verify","method":"GET","url":"https://h/","window":true}"#, "[]", "\"\u{0}", "{", #"{"op":1}"#,
        ]
        let results = try await Self.results(bad.joined(separator: "\n"))
        #expect(results.count == bad.count)
        for result in results {
            #expect(result["error"]?.stringValue?.isEmpty == false && result["signature"] == .null)
        }
    }

    @Test("verify accepts and explain explains what sign prints")
    func signAndVerify() async throws {
        let signed = try await ToopherProcess.run(
            "oauth", "sign", Self.url, "-d", Self.form, "--nonce", "abcdef0123456789", "--timestamp", "1700000000",
            environment: Self.secrets)
        #expect(signed.status == 0 && signed.output.contains("oauth_signature=\"hHtK4Xvq899dKEfPq4zT%2FaO6YYg%3D\""))
        let header = "Authorization: " + signed.output.split(separator: "\n")[0]
        let request = ["-d", Self.form, "-H", header]
        let valid = try await ToopherProcess.run(
            ["oauth", "verify", Self.url, "--now", "1700000000"] + request, environment: Self.secrets)
        #expect(valid.status == 0 && valid.output == "valid\n")
        let late = try await ToopherProcess.run(
            ["oauth", "verify", Self.url, "--now", "1700000301"] + request, environment: Self.secrets)
        #expect(late.status == 2 && late.output == "timestamp_outside_window\n")

        let explained = try await ToopherProcess.run(
            ["oauth", "explain", "http" + Self.url.dropFirst(5)] + request, environment: Self.secrets)
        #expect(explained.status == 2 && explained.output.contains("Cause: other_scheme: the other scheme"))
        let forwarded = try await ToopherProcess.run(
            ["oauth", "explain", "http://10.0.0.5:8080/v1/pairings/create", "-H", "X-Forwarded-Proto: https"]
                + ["-H", "X-Forwarded-Host: api.example.com"] + request, environment: Self.secrets)
        #expect(forwarded.status == 2 && forwarded.output.contains("Cause: proxy_address: "))
        #expect(!explained.output.contains("hijklmnop"))
        let matching = try await ToopherProcess.run(
            ["oauth", "explain", Self.url] + request, environment: Self.secrets)
        #expect(matching.status == 0)
        var otherSecrets = Self.secrets
        otherSecrets["OAUTH_CONSUMER_SECRET"] = "hijklmnop "
        let trailing = try await ToopherProcess.run(
            "oauth", "sign", Self.url, "-d", Self.form, environment: otherSecrets)
        let wrong = "Authorization: " + trailing.output.split(separator: "\n")[0]
        let blank = try await ToopherProcess.run(
            ["oauth", "explain", Self.url, "-d", Self.form, "-H", wrong], environment: Self.secrets)
        #expect(blank.status == 2 && blank.output.contains("a line end or a space follows a secret"))
    }

    @Test("Wrong input is named, without what it contains")
    func wrongInput() async throws {
        for field in [
            "OAuth oauth_signature=\"s3cret\"", "OAuth realm=\"a:b\", oauth_signature=\"s3cret\"", "s3cret", ": s3cret",
        ] {
            let outcome = try await ToopherProcess.run(
                "oauth", "verify", Self.url, "-H", field, environment: Self.secrets)
            #expect(outcome.status == 64 && outcome.output.isEmpty && !outcome.error.contains("s3cret"))
            #expect(outcome.error.contains(field.hasPrefix("OAuth") ? "-H 'Authorization: OAuth …'" : "'Name: value'"))
        }
        let missing = try await ToopherProcess.run(
            "oauth", "sign", Self.url, "-d", "@/nonexistent/body", environment: Self.secrets)
        #expect(missing.status == 1 && missing.error.contains("/nonexistent/body: No such file"))
    }

    @Test("A curl command keeps its words, and a signed URL verifies")
    func otherForms() async throws {
        let curl = try await ToopherProcess.run(
            "oauth", "sign", "https://h/it's?a=1", "-X", "PUT", "--as", "curl", "-H", "X: a b",
            environment: Self.secrets)
        #expect(curl.output.hasPrefix("curl --globoff --path-as-is -X PUT -H 'Authorization: OAuth "))
        #expect(curl.output.hasSuffix("-H 'X: a b' 'https://h/it'\\''s?a=1'\n"))
        let url = try await ToopherProcess.run(
            "oauth", "sign", "https://h/?a=1", "--as", "url", environment: Self.secrets)
        let verified = try await ToopherProcess.run(
            "oauth", "verify", String(url.output.dropLast()), environment: Self.secrets)
        #expect(verified.output == "valid\n")
    }
}
