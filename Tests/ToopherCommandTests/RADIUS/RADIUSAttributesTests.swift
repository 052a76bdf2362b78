import Testing

@testable import ToopherCommand

@Suite("What rlm_exec passes on") struct RADIUSAttributesTests {
    private func attributes(_ variables: [(String, String)]) throws -> RADIUSAttributes {
        try RADIUSAttributes { name in variables.filter { $0.0 == name }.map(\.1) }
    }

    private static let name = ("USER_NAME", #""jdoe""#)

    @Test("Everything that a log-in needs is read") func complete() throws {
        let read = try attributes([
            Self.name, ("USER_PASSWORD", #""a \"b\" \\ \303\244""#), ("STATE", "0x00ff"), ("NAS_IDENTIFIER", #""vpn""#),
            ("NAS_IP_ADDRESS", "192.0.2.1"), ("CALLING_STATION_ID", #""198.51.100.7""#),
        ])
        #expect(read.userName == "jdoe" && read.password == #"a "b" \ ä"# && read.state == [0, 255])
        #expect(read.terminalName == "vpn, from 198.51.100.7" && read.nasAddress == "192.0.2.1")
    }

    @Test("The name is that without the realm, where the server has taken one off") func strippedName() throws {
        let read = try attributes([("USER_NAME", #""jdoe@example.org""#), ("STRIPPED_USER_NAME", #""jdoe""#)])
        #expect(read.userName == "jdoe")
    }

    @Test("The phone always has a name for where the request comes from") func places() throws {
        #expect(try attributes([Self.name]).terminalName == "RADIUS")
        #expect(try attributes([Self.name, ("NAS_IP_ADDRESS", "192.0.2.1")]).terminalName == "192.0.2.1")
        let hostile = try attributes([
            Self.name, ("NAS_IDENTIFIER", #""a\n\033[2J""#), ("NAS_IP_ADDRESS", "192.0.2.1"),
            ("CALLING_STATION_ID", "\"\\n\\033[2J" + String(repeating: "x", count: 240) + "\""),
        ])
        #expect(hostile.terminalName.hasPrefix("192.0.2.1, from [2Jxxx"))
        #expect(hostile.terminalName.unicodeScalars.count == 150)
    }

    @Test("Nothing and the word push ask the phone", arguments: ["", "push", "Push", "PUSH"])
    func asksPhone(_ typed: String) throws {
        #expect(try attributes([Self.name, ("USER_PASSWORD", "\"\(typed)\"")]).oneTimePassword == nil)
    }

    @Test("Anything else is a one-time password", arguments: ["123456", "push ", "pushed", " "])
    func isPassword(_ typed: String) throws {
        #expect(try attributes([Self.name, ("USER_PASSWORD", "\"\(typed)\"")]).oneTimePassword == typed)
    }

    @Test(
        "What rlm_exec does not write is refused",
        arguments: [
            // As with shell_escape = no, cut off, and with other escape sequences.
            "jdoe", "\"", "\"jdoe", "jdoe\"", #""jdoe\""#, #""jd"oe""#, #""jdoe\x""#, #""jdoe\08""#, #""jdoe\777""#,
            #""jdoe\1""#,
            // No UTF-8, and names that would break lines.
            #""jd\377oe""#, #""jd\300\200oe""#, #""jd\noe""#, #""jd\000oe""#, #""jd\177oe""#, #""""#,
        ])
    func malformed(_ value: String) {
        #expect(throws: CommandError.self) { try attributes([("USER_NAME", value)]) }
    }

    @Test("An attribute that a request has twice is refused", arguments: ["USER_NAME", "STATE", "USER_PASSWORD"])
    func twice(_ variable: String) {
        let value = variable == "STATE" ? "0x00" : #""jdoe""#
        #expect(throws: CommandError.self) {
            try attributes([("USER_NAME", #""jdoe""#), (variable, value), (variable, value)])
        }
    }

    @Test("A State that is not written in hexadecimal is refused", arguments: ["", "00", "0x0", "0xzz", #""00""#])
    func malformedState(_ value: String) {
        #expect(throws: CommandError.self) { try attributes([Self.name, ("STATE", value)]) }
    }

    @Test("Without a name nobody is asked") func withoutName() {
        #expect(throws: CommandError.self) { try attributes([("USER_PASSWORD", #""x""#)]) }
    }
}
