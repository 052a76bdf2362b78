import OAuth1
import Testing

@testable import Toopher

@Suite("Postback vectors")
struct PostbackVectorTests {
    @Test("String to sign and signature of every vector are equal", arguments: try Vectors.load().postbacks)
    func vector(_ vector: Vectors.Postback) throws {
        let fields = vector.fields.map { Parameter($0.key, $0.value) }
        let sorted = try PostbackFields(.fields(fields))
        #expect(PostbackEncoding.reference.stringToSign(sorted) == vector.stringToSign)
        #expect(try fields.signed(secret: vector.secret)["toopher_sig"] == vector.signature)

        let iframe = try Fixture.iframe(now: vector.clock, secret: vector.secret)
        let form = PostbackForm.fields(fields.adding("toopher_sig", vector.signature))
        let validated = try iframe.validateFieldsWithoutReplayProtection(
            of: form, requestToken: .expected(vector.requestToken))
        #expect(validated.parameters == sorted.parameters)
    }

    @Test("Every vector has its resource")
    func outcomes() throws {
        let vectors = try Vectors.load()
        let iframe = try Fixture.iframe()
        func process(_ id: String) throws -> Postback {
            let vector = try vectors.postback(id)
            let fields = vector.fields.map { Parameter($0.key, $0.value) }.adding("toopher_sig", vector.signature)
            return try iframe.processPostbackWithoutReplayProtection(
                .fields(fields), requestToken: .expected(vector.requestToken))
        }

        guard case .authenticationRequest(let request) = try process("pb-auth") else {
            Issue.record("not an authentication request")
            return
        }
        #expect(request.id == "1" && request.isGranted && !request.isPending && !request.isDenied)
        #expect(!request.isAutomated && request.reason == "it is a test" && request.reasonCode == 100)
        #expect(request.terminal?.id == "1" && request.terminal?.name == "terminal name")
        #expect(request.terminal?.requesterSpecifiedID == "requester specified id")
        #expect(request.user?.id == "1" && request.user?.name == "user name")
        #expect(request.user?.isToopherAuthenticationEnabled == true && request.terminal?.user == request.user)
        #expect(request.action?.id == "1" && request.action?.name == "action name")
        #expect(request["session_token"]?.stringValue == Fixture.token && request["toopher_sig"] == nil)

        #expect(try process("pb-auth").isGranted)
        #expect(try process("pb-auth").requesterMetadata == nil)
        #expect(try process("pb-auth-empty-metadata").requesterMetadata == "")
        #expect(try !process("pb-auth-denied").isGranted)
        #expect(try !process("pb-auth-pending").isGranted)

        guard case .pairing(let pairing) = try process("pb-pairing"), case .user(let user) = try process("pb-user")
        else {
            Issue.record("not a pairing or not a user")
            return
        }
        #expect(pairing.id == "1" && pairing.isEnabled && !pairing.isPending && pairing.user.name == "user name")
        #expect(user.id == "1" && user.name == "user name" && user.isToopherAuthenticationEnabled == true)
        #expect(try !process("pb-pairing").isGranted && !process("pb-user").isGranted)
    }

    @Test(
        "Postbacks of an unknown kind are verified but not granted",
        arguments: [
            ("pb-bad-resource-type", "The postback resource type is not valid: invalid"),
            ("pb-v1-validate", "The postback resource type is missing"),
        ])
    func otherKinds(id: String, expected: String) throws {
        let fields = try Fixture.fields(id).signed()
        #expect(try Fixture.iframe().rejection(of: fields) == expected)
        #expect(try !Fixture.iframe().grants(fields))
    }

    @Test("The behaviour vectors are refused", arguments: try Vectors.load().behaviours)
    func behaviour(_ behaviour: Vectors.Behaviour) throws {
        let expected = [
            "neg-bad-sig": "Computed signature does not match",
            "neg-expired": "TTL expired",
            "neg-missing-sig": "Missing required keys: toopher_sig",
            "neg-missing-timestamp": "Missing required keys: timestamp",
            "neg-missing-session-token": "Missing required keys: session_token",
            // The signature is checked before the token.
            "neg-session-token": "Computed signature does not match",
            "neg-missing-id": "Computed signature does not match",
            // The reference libraries accept these three unsigned, and 704 lets the user in.
            "err-704": "Computed signature does not match",
            "err-707": "Computed signature does not match",
            "err-999": "Computed signature does not match",
        ]
        let base = try Vectors.load().postback(behaviour.basedOn)
        var fields = base.fields
        fields["toopher_sig"] = base.signature
        for (name, value) in behaviour.change ?? [:] { fields[name] = value }
        for (name, value) in behaviour.add ?? [:] { fields[name] = value }
        for name in behaviour.remove ?? [] { fields[name] = nil }
        let parameters = fields.map { Parameter($0.key, $0.value) }
        let iframe = try Fixture.iframe(now: behaviour.clock ?? base.clock)
        let expectation = try #require(expected[behaviour.id])
        #expect(iframe.rejection(of: parameters, ttl: .seconds(behaviour.ttl ?? 300)) == expectation)
        #expect(!iframe.grants(parameters) && !iframe.grants(parameters, allowingDisabledUsers: true))
    }

    @Test("The three encodings of a string are the libraries' own")
    func encodings() throws {
        let vectors = try Vectors.load().formEncoding
        let fields = try PostbackFields(.fields([Parameter("k", try #require(vectors["input"]))]))
        let expected: [(PostbackEncoding, String)] = [
            (.reference, "python2.7 urllib.urlencode (the reference server family)"),
            (.reference, "php http_build_query"),
            (.asteriskLiteral, "ruby URI.encode_www_form"),
            (.asteriskLiteral, "java httpclient 4.2/4.5 URLEncodedUtils.format"),
            (.tildeLiteral, "python3.7+ urllib.parse.urlencode"),
            (.tildeLiteral, "dotnet/mono Uri.EscapeDataString + %20->+"),
        ]
        for (encoding, library) in expected {
            #expect(encoding.stringToSign(fields) == "k=" + (try #require(vectors[library])))
        }
    }

    @Test("Other encodings are accepted only if they are named")
    func acceptedEncodings() throws {
        let fields = try Fixture.fields().setting("reason", to: "~ * %2A %7E")
        let variants: [(PostbackEncoding, String)] = [
            (.reference, ""), (.asteriskLiteral, "*"), (.tildeLiteral, "~"),
        ]
        for (encoding, literals) in variants {
            let signed = try fields.signed(literals: literals)
            for accepted in PostbackEncoding.allCases {
                let iframe = try Fixture.iframe(encodings: [accepted])
                #expect(iframe.grants(signed) == (accepted == encoding))
            }
            #expect(try Fixture.iframe(encodings: Set(PostbackEncoding.allCases)).grants(signed))
            #expect(try !Fixture.iframe(encodings: []).grants(signed))
        }
    }
}
