import CryptoCore
import Testing

@testable import OAuth1

@Suite("Diagnosis")
struct DiagnosisTests {
    /// A request, and what a client signed instead of the correct base string, written by hand.
    struct Case: Sendable, CustomTestStringConvertible {
        var mistake: SignatureMistake
        var method = "GET"
        var url = "https://h/p?b=2&a=1"
        var form = ""
        var realm = ""
        var signedMethod = "GET"
        var signedURI = "https://h/p"
        var signed = ["a=1", "b=2"]

        var testDescription: String { "\(mistake)" }
    }

    static let cases = [
        Case(mistake: .otherScheme, signedURI: "http://h/p"),
        Case(mistake: .defaultPortSigned, signedURI: "https://h:443/p"),
        Case(mistake: .portLeftOut, url: "https://[::1]:8443/p?b=2&a=1", signedURI: "https://[::1]/p"),
        Case(mistake: .slashAdded, signedURI: "https://h/p/"),
        Case(mistake: .slashLeftOut, url: "https://h/p/?b=2&a=1", signedURI: "https://h/p"),
        Case(mistake: .pathDecoded, url: "https://h/a%2Fb?b=2&a=1", signedURI: "https://h/a/b"),
        Case(mistake: .pathEncodedTwice, url: "https://h/a%2Fb?b=2&a=1", signedURI: "https://h/a%252Fb"),
        Case(mistake: .queryInURI, signedURI: "https://h/p?b=2&a=1"),
        Case(mistake: .methodInLowerCase, signedMethod: "get"),
        Case(mistake: .queryLeftOut, signed: []),
        Case(mistake: .formLeftOut, method: "POST", form: "c=3", signedMethod: "POST"),
        Case(mistake: .unsorted, signed: ["b=2", "a=1"]),
        Case(mistake: .duplicatesLeftOut, url: "https://h/p?a=1&b=2&a=0", signed: ["a=0", "b=2"]),
        Case(mistake: .notEncoded, url: "https://h/p?a=%C3%A9&b=%5B", signed: ["a=é", "b=["]),
        Case(mistake: .encodedTwice, url: "https://h/p?a=%C3%A9", signed: ["a=%25C3%25A9"]),
        Case(mistake: .spaceAsPlus, url: "https://h/p?a=x%20y", signed: ["a=x+y"]),
        Case(mistake: .lowerCaseDigits, url: "https://h/p?a=%5B", signed: ["a=%5b"]),
        Case(mistake: .marksNotEncoded, url: "https://h/p?a=!*'()", signed: ["a=!*'()"]),
        Case(mistake: .tildeEncoded, url: "https://h/p?a=~", signed: ["a=%7E"]),
        Case(mistake: .emptyValuesLeftOut, url: "https://h/p?a=1&b", signed: ["a=1"]),
        Case(mistake: .realmSigned, realm: "Photos", signed: ["a=1", "b=2", "realm=Photos"]),
    ]

    /// Returns the request with a signature of what `example` says was signed.
    static func request(_ example: Case, secret: SignatureMethod = .hmacSHA1) throws -> ReceivedRequest {
        // Protocol parameters that sort behind everything that the cases have before "oauth_", and in
        // the order of the header.
        let fields = [
            ("oauth_consumer_key", "k"), ("oauth_nonce", "n"), ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "1000"),
        ]
        var signed = example.signed
        let before = signed.prefix { $0 < "oauth_" || example.mistake == .unsorted }.count
        let own = fields.map { "\($0.0)=\($0.1)" }
        signed.insert(contentsOf: own, at: example.mistake == .unsorted ? 0 : before)
        let baseString = [example.signedMethod, example.signedURI, signed.joined(separator: "&")]
            .map(PercentEncoding.encode).joined(separator: "&")
        let signature = try TestKeys.credentials(secret).signature(of: baseString)
        let realm = example.realm.isEmpty ? [] : ["realm=\"\(example.realm)\""]
        let header = (fields + [("oauth_signature", PercentEncoding.encode(signature))]).map { "\($0.0)=\"\($0.1)\"" }
        return ReceivedRequest(
            method: example.method, url: example.url,
            authorization: ["OAuth " + (realm + header).joined(separator: ", ")],
            contentType: example.form.isEmpty ? nil : "application/x-www-form-urlencoded",
            body: Array(example.form.utf8))
    }

    static func report(_ request: ReceivedRequest) throws -> VerificationReport {
        try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).report(
            on: request, credentials: TestKeys.credentials(.hmacSHA1))
    }

    @Test("Every known mistake is found from the signature alone", arguments: cases)
    func found(example: Case) throws {
        let report = try Self.report(Self.request(example))
        #expect(report.rejection == .signatureInvalid)
        let diagnosis = try #require(report.diagnosis)
        #expect(diagnosis.mistakes == [example.mistake])
        #expect(diagnosis.signedBaseString != report.base?.text)
        #expect(report.description.contains(example.mistake.explanation))
        #expect(report.description.contains(diagnosis.signedBaseString))
    }

    @Test("Every mistake has a case")
    func complete() {
        #expect(Set(Self.cases.map(\.mistake)) == Set(SignatureMistake.allCases))
        #expect(Set(SignatureMistake.allCases.map(\.explanation)).count == SignatureMistake.allCases.count)
    }

    @Test("Two mistakes together are found")
    func two() throws {
        let example = Case(mistake: .otherScheme, signedURI: "http://h/p/")
        let diagnosis = try #require(try Self.report(Self.request(example)).diagnosis)
        #expect(Set(diagnosis.mistakes) == [.otherScheme, .slashAdded])
    }

    @Test("No mistake is found for a valid request, another secret or another request")
    func nothing() throws {
        let right = Case(mistake: .otherScheme)
        let genuine = try Self.report(Self.request(right))
        #expect(genuine.rejection == nil && genuine.diagnosis == nil)
        #expect(genuine.description == "verdict: accepted\nverified base string: \(genuine.base?.text ?? "")")
        var changed = try Self.request(right)
        changed.url += "&evil=1"
        #expect(try Self.report(changed).rejection == .signatureInvalid)
        #expect(try Self.report(changed).diagnosis == nil)
        #expect(try Self.report(Self.request(right, secret: .hmacSHA256)).diagnosis == nil)
    }

    @Test("A report contains no secret, and says what else is wrong")
    func others() throws {
        let request = try Self.request(Case(mistake: .otherScheme))
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 9999 })
        #expect(
            try verifier.report(on: request, credentials: TestKeys.credentials(.hmacSHA1)).rejection
                == .timestampOutsideWindow)
        #expect(try verifier.report(on: request, credentials: nil).rejection == .unknownConsumer)
        let garbage = try verifier.report(on: ReceivedRequest(method: "GET", url: "x"), credentials: nil)
        #expect(garbage.base == nil && garbage.diagnosis == nil)
        guard case .malformed = garbage.rejection else { return #expect(Bool(false), "a URL without a scheme passed") }
    }

    @Test("The first difference of two base strings is in its part")
    func difference() throws {
        let ours = "GET&https%3A%2F%2Fh%2Fp&a%3D1%26b%3D2"
        #expect(BaseStringDifference(ours: ours, theirs: ours) == nil)
        for (theirs, part, offset) in [
            ("get" + ours.dropFirst(3), "method", 0), (ours.replacing("https", with: "http"), "URI", 8),
            (ours.replacing("a%3D1", with: "a%3D2"), "parameters", 28), (String(ours.dropLast()), "parameters", 36),
            (ours + "x", "parameters", 37), ("", "method", 0),
        ] {
            let difference = try #require(BaseStringDifference(ours: ours, theirs: theirs))
            #expect(difference.part == part && difference.offset == offset)
        }
    }
}
