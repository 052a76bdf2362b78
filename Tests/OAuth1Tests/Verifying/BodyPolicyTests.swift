import CryptoCore
import Testing

@testable import OAuth1

@Suite("Bodies that are signed, and bodies that are not")
struct BodyPolicyTests {
    static let form = "application/x-www-form-urlencoded"
    static let json = #"{"amount":1}"#

    static func signer(_ method: SignatureMethod = .hmacSHA1) throws -> Signer {
        Signer(credentials: try TestKeys.credentials(method), clock: { 1000 })
    }

    /// Returns a signed request without a body.
    static func bare(_ httpMethod: String = "POST", _ method: SignatureMethod = .hmacSHA1) throws -> ReceivedRequest {
        let header = try signer(method).authorizationHeader(method: httpMethod, url: "https://h/")
        return ReceivedRequest(method: httpMethod, url: "https://h/", authorization: [header])
    }

    /// Returns a request with a signed body: a form, or another type and its hash.
    static func signed(_ type: String, _ body: String, _ method: SignatureMethod = .hmacSHA1) throws -> ReceivedRequest
    {
        let signer = try signer(method)
        let header =
            type == form
            ? try signer.authorizationHeader(
                method: "POST", url: "https://h/", formParameters: FormEncoding.decode(Array(body.utf8)))
            : try signer.authorizationHeader(method: "POST", url: "https://h/", hashing: Array(body.utf8))
        return ReceivedRequest(
            method: "POST", url: "https://h/", authorization: [header], contentType: type, body: Array(body.utf8))
    }

    /// Verifies a request both with and without suspending, which must have the same result.
    @discardableResult
    static func verify(
        _ request: ReceivedRequest, _ policy: Verifier.BodyPolicy = .formOrHash, _ method: SignatureMethod = .hmacSHA1,
        now: Int64 = 1000, ledger: InMemoryNonceLedger? = nil
    ) async throws -> VerifiedRequest {
        let credentials = try TestKeys.credentials(method)
        let verifier = try Verifier(
            ledger: ledger ?? InMemoryNonceLedger(), bodyPolicy: policy, clock: { now })
        var scratch = try VerificationScratch()
        let fresh = try InMemoryNonceLedger()
        let refusal = Result { () throws(VerificationError) in
            try request.withBytes { request throws(VerificationError) in
                try verifier.verify(
                    request, using: &scratch, recordingIn: fresh,
                    credentials: CredentialFunction { _, _ in credentials })
            }
        }
        do {
            let verified = try await verifier.verify(request) { _, _ in credentials }
            #expect(throws: Never.self) { try refusal.get() }
            #expect(scratch.coversBody == verified.coversBody)
            return verified
        } catch let error as VerificationError {
            #expect(throws: error) { try refusal.get() }
            #expect(!scratch.coversBody || error != .bodyNotSigned)
            throw error
        }
    }

    @Test("A request without a body, a form and a hashed body are covered", arguments: SignatureMethod.allCases)
    func covered(method: SignatureMethod) async throws {
        let isSigned = method != .plaintext
        for policy in [Verifier.BodyPolicy.formOrHash, .unsignedAllowed] {
            for httpMethod in ["GET", "POST"] {
                #expect(try await Self.verify(Self.bare(httpMethod, method), policy, method).coversBody)
            }
            // PLAINTEXT signs nothing: what is accepted is protected by TLS alone.
            for (type, body) in [(Self.form, "a=b"), ("application/json", Self.json)] {
                let request = try Self.signed(type, body, method)
                #expect(try await Self.verify(request, policy, method).coversBody == isSigned)
            }
            for type in [Self.form, "application/json"] {
                #expect(try await Self.verify(Self.signed(type, "", method), policy, method).coversBody)
            }
        }
    }

    @Test(
        "A body that is neither a form nor hashed is refused unless the policy permits it",
        arguments: [
            nil, "", " ", "application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml", "*/*",
            "application/x-www-form-urlencoded\u{301}", "\u{feff}application/x-www-form-urlencoded", ";",
            "application/x-www-form-urlencode", "application/x-www-form-urlencodedx", "x; application/json",
            "application/ x-www-form-urlencoded", "application/x-www-form\t-urlencoded",
            "application/x-www-form-urlencoded, application/json", "\"application/x-www-form-urlencoded\"",
        ])
    func unsigned(type: String?) async throws {
        for method in ["GET", "POST", "PUT", "DELETE"] {
            var request = try Self.bare(method)
            request.contentType = type
            #expect(try await Self.verify(request).coversBody)
            request.body = Array(Self.json.utf8)
            await #expect(throws: VerificationError.bodyNotSigned) { try await Self.verify(request) }
            #expect(try await !Self.verify(request, .unsignedAllowed).coversBody)
        }
    }

    @Test(
        "The type of a form may have blanks around it, any case and parameters",
        arguments: [
            "application/x-www-form-urlencoded", "APPLICATION/X-WWW-FORM-URLENCODED",
            " application/x-www-form-urlencoded\t", "application/x-www-form-urlencoded ; charset=utf-8",
            "application/x-www-form-urlencoded;", "application/x-www-form-urlencoded;\u{301}",
        ])
    func formType(type: String) async throws {
        var request = try Self.signed(Self.form, "a=b")
        request.contentType = type
        #expect(try await Self.verify(request).coversBody)
        request.body = Array("a=c".utf8)
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request) }
    }

    @Test("A hash that is taken out of the header is missed, and nothing lets the body pass instead")
    func strippedHash() async throws {
        for method in [SignatureMethod.hmacSHA256, .rsaSHA256, .plaintext] {
            var request = try Self.signed("application/json", Self.json, method)
            let header = try #require(request.authorization.first)
            let start = try #require(header.firstRange(of: "oauth_body_hash=")?.lowerBound)
            let end = try #require(header[start...].firstIndex(of: ",").map { header.index($0, offsetBy: 2) })
            request.authorization = [String(header[..<start] + header[end...])]
            request.body = Array(#"{"amount":9}"#.utf8)
            // PLAINTEXT does not sign the header. The policy holds there too.
            let expected: VerificationError = method == .plaintext ? .bodyNotSigned : .signatureInvalid
            await #expect(throws: expected) { try await Self.verify(request, .formOrHash, method) }
        }
    }

    @Test("A form that is sent as another type loses its parameters, and with them the signature")
    func formAsJSON() async throws {
        for type in ["application/json", "text/plain", nil, "multipart/form-data; boundary=x"] {
            var request = try Self.signed(Self.form, "amount=1")
            request.contentType = type
            for policy in [Verifier.BodyPolicy.formOrHash, .unsignedAllowed] {
                await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request, policy) }
            }
            // A form without parameters has the base string of a request without a body.
            request = try Self.signed(Self.form, "")
            request.contentType = type
            request.body = Array("&".utf8)
            await #expect(throws: VerificationError.bodyNotSigned) { try await Self.verify(request) }
        }
    }

    @Test("A body of another type that is sent as a form is refused, hashed or not")
    func jsonAsForm() async throws {
        var request = try Self.signed("application/json", Self.json)
        request.contentType = Self.form
        await #expect(throws: VerificationError.bodyHashWithForm) { try await Self.verify(request) }
        request = try Self.bare()
        request.contentType = Self.form
        request.body = Array(Self.json.utf8)
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request, .unsignedAllowed) }
        // Only separators: a form without parameters, whatever a framework makes of it.
        request.body = Array("&&".utf8)
        #expect(try await Self.verify(request).parameters.isEmpty)
    }

    @Test("JSON that was signed as a form is covered byte for byte but for spellings of the same parameters")
    func jsonInForm() async throws {
        let body = Array(Self.json.utf8)
        var request = try Self.signed(Self.form, Self.json)
        let verified = try await Self.verify(request)
        #expect(verified.coversBody && verified.parameters == [Parameter(Self.json, "")])
        for index in body.indices {
            request.body = body
            request.body[index] ^= 1
            await #expect(throws: VerificationError.self) { try await Self.verify(request) }
        }
    }

    @Test("Spellings of one form have one signature and the same parameters, whatever another parser reads")
    func spellings() async throws {
        // Encoded when it was signed, `;` is a separator for some frameworks where it stands unencoded.
        for (sent, changed) in [
            ("note=x%3Badmin%3D1", "note=x;admin=1"), ("a=%2B", "a=%2b"), ("a=+", "a=%20"), ("a=&b=1", "a&&b=1"),
            ("a=b", "%61=%62"),
        ] {
            var request = try Self.signed(Self.form, sent)
            let parameters = try await Self.verify(request).parameters
            request.body = Array(changed.utf8)
            #expect(try await Self.verify(request).parameters == parameters)
        }
        var request = try Self.signed(Self.form, "note=x%3Badmin%3D1")
        request.body = Array("note=x&admin=1".utf8)
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request) }
    }

    @Test("Only what is wrong with nothing else is refused for its body, and its nonce is not recorded")
    func order() async throws {
        var request = try Self.bare()
        request.body = Array(Self.json.utf8)
        await #expect(throws: VerificationError.timestampOutsideWindow) { try await Self.verify(request, now: 9000) }
        let ledger = try InMemoryNonceLedger()
        await #expect(throws: VerificationError.bodyNotSigned) { try await Self.verify(request, ledger: ledger) }
        request.body = []
        try await Self.verify(request, ledger: ledger)
        request.body = Array(Self.json.utf8)
        await #expect(throws: VerificationError.bodyNotSigned) { try await Self.verify(request, ledger: ledger) }
        request.body = []
        await #expect(throws: VerificationError.nonceReplayed) {
            let verifier = try Verifier(ledger: ledger, clock: { 1000 })
            _ = try await verifier.verify(request) { _, _ in try TestKeys.credentials(.hmacSHA1) }
        }
        request.authorization[0] = request.authorization[0].replacing("oauth_nonce=\"", with: "oauth_nonce=\"x")
        request.body = Array(Self.json.utf8)
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request) }
    }

    @Test("The report says what the body is")
    func report() throws {
        var request = try Self.bare()
        request.body = Array(Self.json.utf8)
        let credentials = try TestKeys.credentials(.hmacSHA1)
        func report(_ policy: Verifier.BodyPolicy) throws -> VerificationReport {
            try Verifier(ledger: InMemoryNonceLedger(), bodyPolicy: policy, clock: { 1000 }).report(
                on: request, credentials: credentials)
        }
        #expect(try report(.formOrHash).rejection == .bodyNotSigned)
        #expect(try report(.unsignedAllowed).rejection == nil)
        #expect(try !report(.unsignedAllowed).coversBody)
        #expect(try report(.unsignedAllowed).description.hasPrefix("verdict: accepted, but the body is not signed\n"))
        request.body = []
        #expect(try report(.formOrHash).coversBody)
        #expect(try report(.formOrHash).description.hasPrefix("verdict: accepted\n"))
    }
}
