import CryptoCore
import TestSupport
import Testing

@testable import OAuth1

@Suite("Diagnosis")
struct DiagnosisTests {
    private static let plain = MistakenRequest(mistakes: [])

    @Test(
        "Every mistake is named by the signature alone",
        arguments: MistakenRequest.singleCases + MistakenRequest.pairCases)
    func named(example: MistakenRequest) throws {
        let (request, signed) = try example.request()
        let report = try example.report(on: request)
        #expect(report.rejection == .signatureInvalid)
        let diagnosis = try #require(report.diagnosis)
        #expect(Set(diagnosis.mistakes) == Set(example.mistakes) && diagnosis.mistakes.count == example.mistakes.count)
        #expect(diagnosis.signedBaseString == signed && diagnosis.isComplete)
        for mistake in example.mistakes {
            #expect(report.description.contains("likely cause: \(mistake.code): \(mistake.explanation)"))
        }
        #expect(report.description.contains(signed))
    }

    @Test("Every mistake has a case, a name of its own and an explanation of its own")
    func complete() {
        let all = SignatureMistake.allCases
        #expect(Set(MistakenRequest.singleCases.flatMap(\.mistakes)) == Set(all))
        #expect(SignatureTransformation.all.count == all.count)
        #expect(Set(all.map(\.code)).count == all.count && Set(all.map(\.explanation)).count == all.count)
        for mistake in all {
            #expect(mistake.code.utf8.allSatisfy { $0 == UInt8(ascii: "_") || 0x61...0x7a ~= $0 || 0x30...0x39 ~= $0 })
            #expect(!mistake.explanation.contains("\n"))
        }
    }

    @Test(
        "No mistake is named where the secret is wrong, whatever else is",
        arguments: [
            plain, MistakenRequest.signatureCases[0], MistakenRequest.keyCases[4], MistakenRequest.keyCases[9],
            MistakenRequest.uriCases[2], MistakenRequest.selectionCases[13], MistakenRequest.valueCases[2],
            MistakenRequest.encodingCases[9],
        ])
    func wrongSecret(example: MistakenRequest) throws {
        let report = try example.report(on: example.request(key: "another&secret").request)
        #expect(report.rejection == .signatureInvalid)
        #expect(report.diagnosis?.mistakes == [] && report.diagnosis?.signedBaseString == nil)
        #expect(report.diagnosis?.isComplete == true)
        #expect(report.description.hasSuffix("likely cause: another secret, or the request was changed in transit"))
    }

    @Test("No mistake is named for a valid request, nor for a changed one")
    func nothing() throws {
        let (genuine, signed) = try Self.plain.request()
        let report = try Self.plain.report(on: genuine)
        #expect(report.rejection == nil && report.diagnosis == nil)
        #expect(report.description == "verdict: accepted\nverified base string: \(signed)")
        for url in ["https://h/p?b=2&a=1&evil=1", "https://h/p?b=2&a=2", "https://h/q?b=2&a=1", "https://i/p?b=2&a=1"] {
            var changed = genuine
            changed.url = url
            #expect(try Self.plain.report(on: changed).rejection == .signatureInvalid)
            #expect(try Self.plain.report(on: changed).diagnosis?.mistakes == [])
        }
    }

    @Test("A valid signature over a timestamp in milliseconds is explained, too")
    func milliseconds() throws {
        var example = Self.plain
        example.fields[3] = "oauth_timestamp=1700000000000"
        let late = try example.report(on: example.request().request)
        #expect(late.rejection == .timestampOutsideWindow)
        #expect(late.diagnosis?.mistakes == [.timestampSentInMilliseconds])
        #expect(!late.description.contains("signed base string"))
        example.fields[3] = "oauth_timestamp=1700000000"
        let other = try example.report(on: example.request().request)
        #expect(other.rejection == .timestampOutsideWindow && other.diagnosis?.mistakes == [])
        #expect(!other.description.contains("likely cause"))
    }

    @Test("Without the secrets, every mistake but those of the key is named")
    func credentials() throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
        let credentials = try TestKeys.credentials(.hmacSHA1)
        for example in [MistakenRequest.signatureCases[1], MistakenRequest.uriCases[0], MistakenRequest.orderCases[0]] {
            let report = try verifier.report(on: example.request().request, credentials: credentials)
            #expect(report.diagnosis?.mistakes == example.mistakes)
        }
        for example in [MistakenRequest.keyCases[4], MistakenRequest.keyCases[7]] {
            let report = try verifier.report(on: example.request().request, credentials: credentials)
            #expect(report.rejection == .signatureInvalid && report.diagnosis?.mistakes == [])
        }
    }

    @Test("With RSA, mistakes in hash and base string are named, and none for a changed request")
    func rsa() throws {
        var example = MistakenRequest(mistakes: [], signedURI: "http://h/p")
        example.fields[2] = "oauth_signature_method=RSA-SHA1"
        let baseString = example.baseString(nonce: "n")
        let wrong = try example.request().request
        let key = SignatureKey.rsaPublic(.sha1, RSAFixtures.privateKey.publicKey)
        for (hash, mistakes) in [
            (HashAlgorithm.sha1, [SignatureMistake.otherScheme]), (.sha256, [.otherScheme, .otherHash]),
        ] {
            let bytes = Array(example.baseString(nonce: "n0").utf8)
            let signature = Base64.encode(try RSAFixtures.privateKey.signature(for: bytes.span, using: hash))
            let diagnosis = try SignatureDiagnosis(of: signature, for: wrong, key: key)
            #expect(diagnosis.mistakes == mistakes && diagnosis.isComplete)
            let other = try Base64.encode(
                RSAFixtures.privateKey.signature(for: Array(baseString.utf8).span, using: hash))
            #expect(try SignatureDiagnosis(of: other, for: wrong, key: key).mistakes.isEmpty)
        }
    }

    @Test("With PLAINTEXT, mistakes in the secrets are named")
    func plaintext() throws {
        var request = try Self.plain.request().request
        request.authorization = [
            #"OAuth oauth_consumer_key="k", oauth_signature_method="PLAINTEXT", oauth_signature="x""#
        ]
        let key = SignatureKey.plaintext(consumerSecret: SecretBytes(utf8: "s/"), tokenSecret: SecretBytes(utf8: "t"))
        for (signature, mistakes) in [
            ("s%2F&t", []), ("t&s%2F", [SignatureMistake.secretsSwapped]), ("s/&t", [.secretsNotEncoded]),
            ("s%2F&", [.tokenSecretLeftOut]), ("s%252F%26t", [.signatureEncodedTwice]), ("s&t", []), ("", []),
        ] {
            #expect(try SignatureDiagnosis(of: signature, for: request, key: key).mistakes == mistakes)
        }
    }

    @Test("A report says what else is wrong, and contains no secret")
    func others() throws {
        let (request, _) = try MistakenRequest.uriCases[0].request()
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 9999 })
        #expect(try verifier.report(on: request, credentials: nil).rejection == .unknownConsumer)
        let garbage = try verifier.report(on: ReceivedRequest(method: "GET", url: "x"), credentials: nil)
        #expect(garbage.base == nil && garbage.diagnosis == nil)
        guard case .malformed = garbage.rejection else { return #expect(Bool(false), "a URL without a scheme passed") }
        #expect(throws: OAuth1Error.self) {
            try SignatureDiagnosis(of: "", for: ReceivedRequest(method: "GET", url: "x"), key: Self.plain.verifyingKey)
        }
        var example = MistakenRequest.uriCases[0]
        example.secrets.consumer = "verysecret"
        #expect(try !example.report(on: example.request(key: "verysecret&").request).description.contains("verysecret"))
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
