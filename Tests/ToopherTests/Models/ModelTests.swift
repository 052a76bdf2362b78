import TestSupport
import Testing

@testable import Toopher

@Suite("Models")
struct ModelTests {
    func request(_ json: String) throws -> AuthenticationRequest {
        try AuthenticationRequest(JSONObjectReader(try #require(JSONValue(parsing: Array(json.utf8)))))
    }

    func pairing(_ json: String) throws -> Pairing {
        try Pairing(JSONObjectReader(try #require(JSONValue(parsing: Array(json.utf8)))))
    }

    func user(_ json: String) throws -> User {
        try User(JSONObjectReader(try #require(JSONValue(parsing: Array(json.utf8)))))
    }

    @Test("A request of version 2 is decoded")
    func version2() throws {
        let request = try request(
            """
            {"id":"r","pending":false,"granted":true,"automated":true,"reason":"some reason","reason_code":1,"match_number":"42",
             "terminal":{"id":"t","name":"terminal","requester_specified_id":"own","user":{"id":"u","name":"user"}},
             "user":{"id":"u","name":"user","toopher_authentication_enabled":true},
             "action":{"id":"a","name":"Log In","more":1},"totp_valid":true,"list":[1,2.5,null]}
            """)
        #expect(request.isGranted && !request.isDenied && !request.isPending && request.isAutomated)
        #expect(request.reason == "some reason" && request.reasonCode == 1 && request.matchNumber == "42")
        #expect(request.terminal?.requesterSpecifiedID == "own" && request.terminal?.user?.name == "user")
        #expect(request.user?.isToopherAuthenticationEnabled == true && request.action?.name == "Log In")
        #expect(request["totp_valid"]?.boolValue == true && request.action?["more"]?.integerValue == 1)
        #expect(request["list"] == .array([.integer(1), .number(2.5), .null]) && request["list"]?[3] == nil)
        #expect(request["nothing"] == nil)
    }

    @Test("A request of version 1 is decoded: no user, no action, name_extra, numbers as strings")
    func version1() throws {
        let request = try request(
            """
            {"id":7,"pending":true,"granted":false,"automated":false,"reason":null,"reason_code":"708",
             "terminal":{"id":"t","name":"terminal","name_extra":"own"}}
            """)
        #expect(request.id == "7" && request.isPending && request.reasonCode == 708 && request.reason == "")
        #expect(request.terminal?.requesterSpecifiedID == "own" && request.terminal?.user == nil)
        #expect(request.user == nil && request.action == nil && request.matchNumber == nil)
    }

    @Test(
        "An empty requester-specified id of a terminal is missing",
        arguments: [
            ("", nil), (#","requester_specified_id":"a","name_extra":"b""#, "a"), (#","name_extra":"b""#, "b"),
            (#","requester_specified_id":"","name_extra":"b""#, "b"), (#","requester_specified_id":"""#, nil),
            (#","requester_specified_id":null,"name_extra":null"#, nil),
        ] as [(String, String?)])
    func terminalID(more: String, expected: String?) throws {
        let terminal = #"{"id":"t","name":""\#(more)}"#
        let json = #"{"id":"r","pending":true,"granted":false,"automated":false,"terminal":\#(terminal)}"#
        #expect(try request(json).terminal?.requesterSpecifiedID == expected)
    }

    @Test("A request that is granted while pending is neither granted nor denied")
    func contradictory() throws {
        let request = try request(#"{"id":"r","pending":true,"granted":true,"automated":false}"#)
        #expect(request.isPending && !request.isGranted && !request.isDenied)
    }

    @Test(
        "A missing or malformed Boolean is an error",
        arguments: ["pending", "granted", "automated"],
        ["null", "1", "0", "\"true\"", "\"\"", "[]", "{}", "1.0", "absent"])
    func malformedBooleans(name: String, value: String) {
        var members = ["pending": "false", "granted": "true", "automated": "false"]
        members[name] = value == "absent" ? nil : value
        let json = "{" + members.map { "\"\($0.key)\":\($0.value)," }.joined() + #""id":"r"}"#
        let problem = #expect(throws: MalformedFieldError.self) { try request(json) }
        #expect(problem?.field == name)
    }

    @Test(
        "A pairing is enabled only if all its fields agree",
        arguments: [
            ("true", "false", "", true), ("true", "true", "", false), ("false", "false", "", false),
            ("true", "false", #","deactivated":true"#, false), ("true", "false", #","deactivated":false"#, true),
        ])
    func enabled(enabled: String, pending: String, more: String, expected: Bool) throws {
        let pairing = try pairing(
            #"{"id":"p","enabled":\#(enabled),"pending":\#(pending),"user":{"id":"u","name":"n"}\#(more)}"#)
        #expect(pairing.isEnabled == expected && pairing.isPending == (pending == "true"))
    }

    @Test(
        "Malformed pairings are refused",
        arguments: [
            (#"{"enabled":true,"pending":false,"user":{"id":"u","name":"n"}}"#, "id"),
            (#"{"id":"","enabled":true,"pending":false,"user":{"id":"u","name":"n"}}"#, "id"),
            (#"{"id":1.5,"enabled":true,"pending":false,"user":{"id":"u","name":"n"}}"#, "id"),
            (#"{"id":"p","enabled":1,"pending":false,"user":{"id":"u","name":"n"}}"#, "enabled"),
            (#"{"id":"p","enabled":true,"user":{"id":"u","name":"n"}}"#, "pending"),
            (
                #"{"id":"p","enabled":true,"pending":false,"deactivated":null,"user":{"id":"u","name":"n"}}"#,
                "deactivated"
            ),
            (#"{"id":"p","enabled":true,"pending":false}"#, "user"),
            (#"{"id":"p","enabled":true,"pending":false,"user":"u"}"#, "user"),
            (#"{"id":"p","enabled":true,"pending":false,"user":{"name":"n"}}"#, "user.id"),
            (#"{"id":"p","enabled":true,"pending":false,"user":{"id":"u"}}"#, "user.name"),
            (
                #"{"id":"p","enabled":true,"pending":false,"user":{"id":"u","name":"n","disable_toopher_auth":"no"}}"#,
                "user.disable_toopher_auth"
            ),
        ])
    func malformedPairings(json: String, field: String) {
        let problem = #expect(throws: MalformedFieldError.self) { try pairing(json) }
        #expect(problem?.field == field)
    }

    @Test(
        "Both spellings of a user's setting are decoded",
        arguments: [
            ("", nil), (#","toopher_authentication_enabled":true"#, true),
            (#","toopher_authentication_enabled":false"#, false), (#","disable_toopher_auth":true"#, false),
            (#","disable_toopher_auth":false"#, true),
            (#","disable_toopher_auth":false,"toopher_authentication_enabled":true"#, true),
        ] as [(String, Bool?)])
    func userSwitch(more: String, expected: Bool?) throws {
        #expect(try user(#"{"id":"u","name":"n"\#(more)}"#).isToopherAuthenticationEnabled == expected)
    }

    @Test("Contradictory settings of a user are refused")
    func contradictorySwitch() {
        #expect(throws: MalformedFieldError.self) {
            try user(#"{"id":"u","name":"n","disable_toopher_auth":true,"toopher_authentication_enabled":true}"#)
        }
    }

    @Test("Malformed members of a request are refused", arguments: ["terminal", "user", "action"])
    func malformedMembers(name: String) throws {
        let start = #"{"id":"r","pending":false,"granted":true,"automated":false,"#
        for value in ["[]", "1", "\"x\"", "{}", #"{"id":"x"}"#, #"{"id":null,"name":"n"}"#, #"{"id":"x","name":1}"#] {
            #expect(throws: MalformedFieldError.self) { try request(start + "\"\(name)\":\(value)}") }
        }
        #expect(try request(start + "\"\(name)\":null}").isGranted)
        for value in ["1.5", "true", "\"x\"", "[]", "99999999999999999999"] {
            #expect(throws: MalformedFieldError.self) { try request(start + "\"reason_code\":\(value)}") }
        }
    }

    @Test("Hostile responses never trap")
    func hostileBytes() {
        var generator = SeededGenerator(seed: 42)
        let seed = Array(RequestShapeTests.pairing.utf8)
        for round in 0..<600 {
            var bytes = round.isMultiple(of: 4) ? [] : seed
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let index = Int.random(in: 0...bytes.count, using: &generator)
                bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                if round.isMultiple(of: 2), !bytes.isEmpty { bytes.remove(at: index / 2) }
            }
            guard let value = JSONValue(parsing: bytes), let fields = try? JSONObjectReader(value) else { continue }
            _ = try? Pairing(fields)
            _ = try? AuthenticationRequest(fields)
        }
    }
}
