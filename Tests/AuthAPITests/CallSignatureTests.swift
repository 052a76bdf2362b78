import CryptoCore
import TestSupport
import Testing

@testable import AuthAPI

@Suite("Signatures of the Auth API") struct CallSignatureTests {
    @Test("What real clients have signed verifies, and says how it was signed", arguments: SignatureVector.all)
    func vectors(_ vector: SignatureVector) throws {
        let verified = try vector.verify()
        #expect(verified.variant == vector.variant)
        #expect((verified.date != nil) == vector.variant.isDated)
        #expect(try CallCredentials(authorization: vector.authorization).integrationKey == vector.integrationKey)
    }

    @Test("The host counts in any case, with and without a port", arguments: SignatureVector.all)
    func hosts(_ vector: SignatureVector) throws {
        for host in [vector.host.uppercased(), vector.host + ":8443", vector.host.uppercased() + ":443"] {
            var call = vector.call
            call.host = host
            #expect(try vector.verify(call).variant == vector.variant)
        }
        for host in ["", ":", "another.example.org", vector.host + ".example.org", vector.host + ":port", "[::1]:8443"]
        {
            var call = vector.call
            call.host = host
            #expect(throws: SignatureRefusal.signatureInvalid) { try vector.verify(call) }
        }
    }

    @Test(
        "A host that was signed with its port verifies", arguments: ["Push.Example.ORG:8443", "push.example.org:8443"])
    func signedPort(_ signed: String) throws {
        var vector = SignatureVector.all[0]
        let text = [vector.date ?? "", vector.method, signed, vector.target, ""].joined(separator: "\n")
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: vector.secretKey))
        vector.code = Hex.encode(try key.authenticationCode(for: Array(text.utf8)))
        vector.host = "Push.Example.ORG:8443"
        #expect(try vector.verify().variant == .v2SHA1)
    }

    @Test("Whatever is changed of a signed request makes it invalid", arguments: SignatureVector.all)
    func tampered(_ vector: SignatureVector) throws {
        for change in Self.changes(of: vector) {
            var call = vector.call
            change.apply(&call)
            #expect(throws: SignatureRefusal.signatureInvalid, "\(change.name)") { try vector.verify(call) }
        }
        var other = vector
        other.secretKey.append("x")
        #expect(throws: SignatureRefusal.signatureInvalid) { try other.verify() }
        for position in [0, vector.code.utf8.count / 2, vector.code.utf8.count - 1] {
            var digits = Array(vector.code.utf8)
            digits[position] = digits[position] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            other = vector
            other.code = String(decoding: digits, as: UTF8.self)
            #expect(throws: SignatureRefusal.signatureInvalid) { try other.verify() }
        }
    }

    private struct Change {
        var name: String
        var apply: (inout ReceivedCall) -> Void

        init(_ name: String, _ apply: @escaping (inout ReceivedCall) -> Void) {
            self.name = name
            self.apply = apply
        }
    }

    private static func changes(of vector: SignatureVector) -> [Change] {
        var changes = [
            Change("method") { $0.method = $0.method == "GET" ? "HEAD" : "PUT" },
            Change("path") { $0.path += "/" },
            Change("case of the path") { $0.path = $0.path.dropLast() + $0.path.suffix(1).uppercased() },
        ]
        if vector.method == "GET" {
            changes.append(Change("query") { $0.query += "&username=mallory" })
        } else {
            changes.append(Change("body") { $0.body.append(contentsOf: "&a=b".utf8) })
            changes.append(Change("first byte of the body") { $0.body[0] ^= 1 })
        }
        if vector.variant.isDated {
            changes.append(
                Change("spelling of the date") { call in
                    call.date = call.date?.replacing("2026", with: "2026 ")
                    call.clientDate = call.clientDate?.replacing("2026", with: "2026 ")
                })
        }
        if vector.variant == .v5 { changes.append(Change("field") { $0.clientFields.append(("x-duo-c", "three")) }) }
        return changes
    }

    @Test("The order and the escapes of parameters do not count, their values do")
    func parameters() throws {
        let vector = try #require(SignatureVector.all.first { $0.variant == .v2SHA512 && $0.method == "POST" })
        var call = vector.call
        call.body = Array("ipaddr=192%2e0.2.7&username=z%c3%bc%20x%2by%26=%25*'()!%7E%40d".utf8)
        #expect(try vector.verify(call).variant == .v2SHA512)
        call.body = Array("ipaddr=192.0.2.7&username=z%C3%BC x%2by%26=%25*'()!~@D".utf8)
        #expect(throws: SignatureRefusal.signatureInvalid) { try vector.verify(call) }
    }

    @Test("Nothing is read from the query of a POST, which nobody signs")
    func queryOfPost() throws {
        let vector = try #require(SignatureVector.all.first { $0.variant == .v2SHA1 && $0.method == "POST" })
        var call = vector.call
        call.query = "username=mallory"
        #expect(try vector.verify(call).variant == .v2SHA1)
        #expect(try call.formParameters().map(\.name) == ["username", "ipaddr"])
        #expect(try call.formParameters()[0].value == "zü x+y&=%*'()!~@d")
    }

    @Test("A variant that is not accepted is refused by its name", arguments: SignatureVector.all)
    func pinned(_ vector: SignatureVector) throws {
        let others = Set(SignatureVariant.allCases).subtracting([vector.variant])
        #expect(throws: SignatureRefusal.variantNotAccepted(vector.variant)) { try vector.verify(accepting: others) }
        #expect(try vector.verify(accepting: [vector.variant]).variant == vector.variant)
        #expect(SignatureVariant.dated.contains(vector.variant) == vector.variant.isDated)
    }

    @Test("A signed date counts within the window, and nothing else does", arguments: SignatureVector.all)
    func window(_ vector: SignatureVector) throws {
        guard let date = try vector.verify().date else {
            #expect(try vector.verify(at: 0).date == nil)
            return
        }
        for now in [date - 300, date + 300] { #expect(try vector.verify(at: now).date == date) }
        #expect(throws: SignatureRefusal.dateOutsideWindow(seconds: 301)) { try vector.verify(at: date - 301) }
        #expect(throws: SignatureRefusal.dateOutsideWindow(seconds: -301)) { try vector.verify(at: date + 301) }
        var call = vector.call
        (call.date, call.clientDate) = (nil, nil)
        #expect(throws: SignatureRefusal.dateMissing) { try vector.verify(call) }
    }

    @Test("A signed text that is no date is refused")
    func noDate() throws {
        var vector = SignatureVector.all[0]
        vector.date = "yesterday"
        let text = ["yesterday", vector.method, vector.host, vector.target, ""].joined(separator: "\n")
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: vector.secretKey))
        vector.code = Hex.encode(try key.authenticationCode(for: Array(text.utf8)))
        #expect(throws: SignatureRefusal.dateMalformed) { try vector.verify() }
    }

    @Test("Without a date, the two oldest variants are tried under their own path only")
    func undatedPaths() throws {
        var vector = try #require(SignatureVector.all.first { $0.variant == .v1 })
        vector.target = vector.target.replacing("/rest/v1/", with: "/auth/v2/")
        let text = [vector.method, vector.host, "/auth/v2/status.bson", "txid=alice.allow.allow"].joined(
            separator: "\n")
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: vector.secretKey))
        vector.code = Hex.encode(try key.authenticationCode(for: Array(text.utf8)))
        #expect(throws: SignatureRefusal.dateMissing) { try vector.verify() }
        var call = vector.call
        call.date = "Thu, 26 Nov 2026 15:00:00 GMT"
        #expect(throws: SignatureRefusal.signatureInvalid) { try vector.verify(call) }
    }

    @Test("At most twelve codes are computed for one request", arguments: ["GET", "POST", "HEAD", "DELETE"])
    func bounded(method: String) {
        for isJSON in [true, false] {
            for path in ["/auth/v2/auth", "/rest/v1/auth"] {
                for (date, clientDate) in [("d", nil), (nil, "d"), ("d", "d")] as [(String?, String?)] {
                    var call = SignatureVector.all[0].call
                    (call.method, call.path, call.host) = (method, path, "Host.Example:8443")
                    (call.isJSON, call.date, call.clientDate) = (isJSON, date, clientDate)
                    for count in [20, 64] {
                        let codes = CallKey.candidates(for: call, codeCount: count).map { variant in
                            variant.coversBody ? call.lowercaseHosts.count : call.hosts.count
                        }
                        #expect(codes.reduce(0, +) <= 12)
                    }
                }
            }
        }
    }

    @Test("Many or long fields of a client's own, and many parameters, are refused")
    func oversized() throws {
        let vector = try #require(SignatureVector.all.first { $0.variant == .v5 })
        var call = vector.call
        call.clientFields = (0..<33).map { ("x-duo-\($0)", "") }
        #expect(throws: SignatureRefusal.oversizedFields) { try vector.verify(call) }
        call.clientFields = [("x-duo-a", String(repeating: "x", count: 8192))]
        #expect(throws: SignatureRefusal.oversizedFields) { try vector.verify(call) }
        let form = try #require(SignatureVector.all.first { $0.variant == .v1 && $0.method == "POST" })
        call = form.call
        call.body = Array((0..<129).map { "a\($0)=" }.joined(separator: "&").utf8)
        #expect(throws: SignatureRefusal.malformedParameters) { try form.verify(call) }
    }

    @Test(
        "Malformed forms are refused",
        arguments: ["%", "a=%1", "a=%zz", "a=%C3", "%ff=b", "a=%C3%28", "a=\u{0}%"])
    func malformedForms(form: String) throws {
        #expect(throws: SignatureRefusal.malformedParameters) { try CallParameter.parse(Array(form.utf8)) }
    }

    @Test("Forms are read as clients write them")
    func forms() throws {
        #expect(try CallParameter.parse([]) == [])
        #expect(try CallParameter.parse(Array("&&".utf8)) == [])
        #expect(try CallParameter.parse(Array("a".utf8)) == [CallParameter("a", "")])
        #expect(
            try CallParameter.parse(Array("a=b=c&=x&a=+%2B%20".utf8)) == [
                CallParameter("a", "b=c"), CallParameter("", "x"), CallParameter("a", " + "),
            ])
    }

    @Test(
        "Malformed credentials are refused",
        arguments: [
            nil, "", "Basic", "Basic ", "Basic !", "Bearer x", "Basic RElY", "Basic OmFi",
            "Basic " + Base64.encode(Array(("DIX:" + String(repeating: "0", count: 39)).utf8)),
            "Basic " + Base64.encode(Array(("DIX:" + String(repeating: "0", count: 64)).utf8)),
            "Basic " + Base64.encode(Array(("DIX:" + String(repeating: "g", count: 40)).utf8)),
            "Basic " + Base64.encode(Array(("DI X:" + String(repeating: "0", count: 40)).utf8)),
            "Basic "
                + Base64.encode(
                    Array((String(repeating: "D", count: 65) + ":" + String(repeating: "0", count: 40)).utf8)),
            "Basic " + String(repeating: "A", count: 600),
        ] as [String?])
    func credentials(authorization: String?) {
        #expect(throws: SignatureRefusal.noCredentials) { try CallCredentials(authorization: authorization) }
    }

    @Test("Any bytes for body, query and fields are refused without a trap")
    func hostile() throws {
        var generator = SeededGenerator(seed: 17)
        for vector in SignatureVector.all {
            for count in [0, 1, 63, 500] {
                var call = vector.call
                call.body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                call.query = String(decoding: call.body, as: UTF8.self)
                call.path = call.query
                call.host = call.query
                call.date = call.query
                #expect(throws: SignatureRefusal.self) { try vector.verify(call) }
            }
        }
    }
}
