import OAuth1
import Testing
import Toopher

@Suite("toopher oauth batch, signing")
struct OAuthBatchSigningTests {
    static let members = #""op":"sign","consumer_key":"k","consumer_secret":"s","nonce":"n","timestamp":1000"#
    static let credentials = #""op":"verify","consumer_secret":"s","now":1000"#
    static let form = #"["Content-Type","application/x-www-form-urlencoded"]"#

    static func results(_ lines: [String]) async throws -> [JSONValue] {
        let results = try await OAuthCommandTests.results(lines.joined(separator: "\n"))
        try #require(results.count == lines.count)
        return results
    }

    static func text(_ result: JSONValue, _ member: String) throws -> String {
        try #require(result[member]?.stringValue, "\(result)")
    }

    static func json(_ text: String) -> String { JSONValue.string(text).text }

    @Test("The header keeps its realm and its parameters, and gets what it lacks")
    func header() async throws {
        let given = Self.json(#"OAuth Realm="Photos", oauth_callback="c%20", x="y""#)
        let results = try await Self.results([
            #"{\#(Self.members),"method":"GET","url":"https://h/?a=b","headers":[["Authorization",\#(given)]]}"#,
            #"{\#(Self.members),"method":"GET","url":"https://h/","realm":"1234567_SB1","as":"header","#
                + #""parameters":[["oauth_verifier","v w"]]}"#,
        ])
        let header = try Self.text(results[0], "authorization")
        #expect(header.hasPrefix(#"OAuth realm="Photos", oauth_callback="c%20", "#))
        #expect(header.contains(#"x="y""#) && !header.contains("a=") && header.contains(#"oauth_nonce="n""#))
        let second = try Self.text(results[1], "authorization")
        #expect(second.hasPrefix(#"OAuth realm="1234567_SB1", "#) && second.contains(#"oauth_verifier="v%20w""#))
        let verified = try await Self.results([
            #"{\#(Self.credentials),"method":"GET","url":"https://h/?a=b","#
                + #""headers":[["Authorization",\#(Self.json(header))]]}"#,
            #"{\#(Self.credentials),"method":"GET","url":"https://h/?a=c","#
                + #""headers":[["Authorization",\#(Self.json(header))]]}"#,
            #"{\#(Self.credentials),"method":"GET","url":"https://h/","#
                + #""headers":[["Authorization",\#(Self.json(second))]]}"#,
        ])
        #expect(verified.map { $0["valid"] } == [.bool(true), .bool(false), .bool(true)])
    }

    @Test("Protocol parameters stand in the URL or the form where they are asked for")
    func places() async throws {
        let post = #""method":"POST","url":"https://h/p?x=1""#
        let results = try await Self.results([
            #"{\#(Self.members),\#(post),"as":"url","headers":[["content-type","application/json"]],"body":"{}","#
                + #""body_hash":true}"#,
            #"{\#(Self.members),\#(post),"as":"form","headers":[\#(Self.form)],"body":"a=b","body_hash":true}"#,
        ])
        let (url, body) = (try Self.text(results[0], "url"), try Self.text(results[1], "body"))
        #expect(url.hasPrefix("https://h/p?x=1&oauth_consumer_key=k&") && url.contains("&oauth_body_hash="))
        #expect(body.hasPrefix("a=b&oauth_consumer_key=k&") && !body.contains("oauth_body_hash"))
        for result in results { #expect(result["authorization"] == .null && result["error"] == .null) }
        let verified = try await Self.results([
            #"{\#(Self.credentials),"method":"POST","url":\#(Self.json(url)),"body":"{}"}"#,
            #"{\#(Self.credentials),"method":"POST","url":\#(Self.json(url)),"body":"[]"}"#,
            #"{\#(Self.credentials),\#(post),"headers":[\#(Self.form)],"body":\#(Self.json(body))}"#,
            #"{\#(Self.credentials),\#(post),"headers":[\#(Self.form)],"body":\#(Self.json("z" + body))}"#,
        ])
        #expect(verified.map { $0["valid"] } == [.bool(true), .bool(false), .bool(true), .bool(false)])
    }

    @Test("A Host field is the host that is signed")
    func host() async throws {
        let results = try await Self.results([
            #"{\#(Self.members),"method":"GET","url":"http://127.0.0.1:8080/a?b","headers":[["host","api.example.com"]]}"#
        ])
        let base = try Self.text(results[0], "base_string")
        #expect(base.hasPrefix("GET&http%3A%2F%2Fapi.example.com%2Fa&b%3D%26"))
    }

    @Test("What cannot be signed is an error that says why, and has no signature")
    func refused() async throws {
        let get = #"\#(Self.members),"method":"GET""#
        let cases = [
            (#"{\#(get),"url":"https://h/a b"}"#, "0x20 at offset 11: write %20"),
            (#"{\#(get),"url":"https://h/a\nb"}"#, "0x0A at offset 11: write %0A"),
            (#"{\#(get),"url":"https://bücher.example/"}"#, "A-label"),
            (#"{\#(get),"url":"https://[fe80::1%25eth0]/"}"#, "IPv6 zone"),
            (#"{\#(get),"url":"https://h/","headers":[["Host","h é"]]}"#, "0x20"),
            (#"{\#(get),"url":"https://h/","headers":[["Host","h"],["host","h"]]}"#, "Host"),
            (#"{\#(get),"url":"https://h/","headers":[["Host","h/evil"]]}"#, "Host"),
            (#"{\#(Self.members),"method":"GET ","url":"https://h/"}"#, "token"),
            (#"{\#(get),"url":"https://h/?oauth_verifier=v"}"#, "oauth_verifier stands in the query of the URL"),
            (
                #"{\#(get),"url":"https://h/","headers":[\#(Self.form)],"body":"oauth_token=t"}"#,
                "oauth_token stands in the form"
            ),
            (#"{\#(get),"url":"http://h/","signature_method":"PLAINTEXT"}"#, "PLAINTEXT would send the secrets"),
            (#"{\#(get),"url":"https://h/","as":"body"}"#, "as"),
            (#"{\#(get),"url":"https://h/","as":"url","realm":"r"}"#, "realm"),
            (#"{\#(get),"url":"https://h/","realm":"a\nb"}"#, "realm"),
            (#"{\#(get),"url":"https://h/","parameters":[["a"]]}"#, "parameters"),
            (#"{\#(get),"url":"https://h/","body_hash":1}"#, "body_hash"),
            (#"{"op":"sign","method":"GET","url":"https://h/","consumer_secret":"s"}"#, "oauth_consumer_key"),
        ]
        let results = try await Self.results(cases.map(\.0))
        for (result, (line, reason)) in zip(results, cases) {
            #expect(result["error"]?.stringValue?.contains(reason) == true, "\(line): \(result)")
            #expect(result["signature"] == .null && result["authorization"] == .null, "\(line)")
        }
    }

    @Test("PLAINTEXT with an http URL is signed and verified if it is permitted by name")
    func plaintext() async throws {
        let permitted = #""plaintext_without_tls":true,"method":"GET","url":"http://h/""#
        let signed = try await Self.results([#"{\#(Self.members),\#(permitted),"signature_method":"PLAINTEXT"}"#])
        let header = Self.json(try Self.text(signed[0], "authorization"))
        let verified = try await Self.results([
            #"{\#(Self.credentials),\#(permitted),"headers":[["Authorization",\#(header)]]}"#,
            #"{\#(Self.credentials),"method":"GET","url":"http://h/","headers":[["Authorization",\#(header)]]}"#,
        ])
        #expect(verified[0]["valid"] == .bool(true) && verified[1]["error"] == .string("plaintext_without_tls"))
    }
}
