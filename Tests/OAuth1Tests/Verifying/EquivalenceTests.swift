import CryptoCore
import TestSupport
import Testing

@testable import OAuth1

/// The verifier compared with the plain reference implementation of these tests.
@Suite("Equivalence with the reference implementation")
struct EquivalenceTests {
    /// Requests from a seed: well-formed ones, ones with unusual encodings, and hostile bytes.
    struct Generator {
        var random: SeededGenerator
        static let pieces = [
            "a", "b1", "oauth_", "oauth_nonce", "oauth_x", "realm", "%20", "%2f", "%2F", "%41", "%zz", "%", "+", " ",
            "~",
            "*", "é", "\u{0}", "=", "==", "%3D", "%26", "zzzzzzzz", "zzzzzzzzz", "\u{FF}", "[]", "%C3%A9", "%c3%a9",
            "_", "-.",
            "\"", "\\", ",", ";", "\u{7f}", "\t",
        ]

        mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

        mutating func noise(upTo count: Int) -> String {
            (0..<Int.random(in: 0...count, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
                .joined()
        }

        mutating func form() -> String {
            (0..<Int.random(in: 0..<6, using: &random)).map { _ in
                chance(80) ? noise(upTo: 2) + "=" + noise(upTo: 4) : noise(upTo: 3)
            }.joined(separator: chance(90) ? "&" : "&&")
        }

        /// Returns an encoded value, often not in canonical encoding.
        mutating func encoded(_ text: String) -> String {
            let canonical = PercentEncoding.encode(text)
            return chance(80) ? canonical : canonical.lowercased()
        }

        mutating func next() -> ReceivedRequest {
            let methods = ["POST", "get", "pAtCh", "PropFind", "propfind-", "VERSION-control", "a[`{@z", "M_~.-9"]
            let clean = ["http://h", "https://Example.COM", "https://u@h:8443", "http://[::1]:80", "hTTp://h%2f:0"]
            var url = (clean.randomElement(using: &random) ?? "") + "/" + noise(upTo: 3)
            if chance(3) { url = noise(upTo: 5) }
            if chance(60) { url += "?" + form() }
            if chance(10) { url += "#" + noise(upTo: 3) }
            var fields = [
                ("oauth_consumer_key", noise(upTo: 2) + "k"), ("oauth_signature_method", "HMAC-SHA1"),
                ("oauth_timestamp", "\(Int.random(in: 1...2_000_000_000, using: &random))"),
                ("oauth_nonce", noise(upTo: 2) + "n"), ("oauth_version", "1.0"),
                ("oauth_signature", chance(50) ? base64(Array(noise(upTo: 9).utf8)) : noise(upTo: 4)),
            ]
            if chance(30) { fields.append(("oauth_token", noise(upTo: 2))) }
            if chance(30) { fields.append((noise(upTo: 3), noise(upTo: 3))) }
            if chance(5) { fields.append(("oauth_x" + noise(upTo: 1), "")) }
            if chance(10) { fields.remove(at: Int.random(in: 0..<fields.count, using: &random)) }
            if chance(30) { fields.shuffle(using: &random) }
            var header = "OAuth "
            if chance(30) { header += "\(chance(80) ? "realm" : "ReaLM")=\"\(chance(80) ? "R" : noise(upTo: 3))\", " }
            header += fields.map { "\(encoded($0))=\"\(encoded($1))\"" }.joined(separator: chance(80) ? ", " : ",")
            if chance(5) { header += noise(upTo: 2) }
            if chance(5) { header = header.replacing("\"", with: "\\\"", maxReplacements: 1) }
            let form = form()
            let isSignedForm = chance(10)
            return ReceivedRequest(
                method: chance(70) ? methods.randomElement(using: &random) ?? "" : noise(upTo: 4), url: url,
                authorization: isSignedForm ? [] : [header] + (chance(10) ? ["Basic x"] : []),
                contentType: chance(70) ? "Application/x-www-form-urlencoded; charset=utf-8" : "text/plain",
                body: Array(
                    (isSignedForm
                        ? fields.map { "\(encoded($0))=\(encoded($1))" }.joined(separator: "&") + "&" + form : form)
                        .utf8))
        }
    }

    @Test("20,000 requests have the same parts or the same error", arguments: 0..<4)
    func sameAsReference(part: Int) throws {
        var generator = Generator(random: SeededGenerator(seed: 3_4_1 + UInt64(part)))
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), maximumBytes: 1 << 20, maximumParameters: 1000)
        var accepted = 0
        for _ in 0..<5000 {
            let request = generator.next()
            let expected = Result { () throws(VerificationError) in
                try ReferenceSignedRequest(request, maximumBytes: 1 << 20, maximumParameters: 1000)
            }
            let actual = Result { () throws(VerificationError) in try Parsed(request, by: verifier) }
            switch (expected, actual) {
            case (.success(let expected), .success(let actual)):
                accepted += 1
                let isSame =
                    actual.baseString == expected.baseString && actual.signature == expected.signature
                    && actual.consumerKey == expected.consumerKey && actual.token == expected.token ?? ""
                    && actual.nonce == expected.nonce && actual.timestamp == expected.timestamp
                    && actual.parameters == expected.verified.parameters
                    && actual.coversBody == expected.verified.coversBody
                #expect(isSame, "\(request)\n\(expected)\n\(actual)")
            case (.failure(let expected), .failure(let actual)):
                // If a request has two faults, the first one is reported: a repetition may precede a malformed end.
                let isEarlier = Self.kind(of: actual) == "duplicateParameter" && Self.kind(of: expected) == "malformed"
                #expect(isEarlier || Self.kind(of: actual) == Self.kind(of: expected), "\(request)")
            default:
                Issue.record("\(request): \(expected) \(actual)")
            }
        }
        // The comparison is meaningful only if enough requests are parsed completely.
        #expect(accepted > 1500)
    }

    /// The case without its name or reason, which may differ if two things are wrong.
    static func kind(of error: VerificationError) -> String {
        String("\(error)".prefix { $0 != "(" })
    }

    @Test("100,000 parameters with long common prefixes in the worst order are sorted")
    func manyParameters() throws {
        let shared = String(repeating: "p", count: 20)
        var form = (0..<100_000).reversed().map { "\(shared)\($0 % 50_000)=\($0)" }
        form.append("oauth_consumer_key=k&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1&oauth_nonce=n")
        form.append("oauth_signature=AAAA")
        let request = ReceivedRequest(
            method: "POST", url: "http://h/", contentType: "application/x-www-form-urlencoded",
            body: Array(form.joined(separator: "&").utf8))
        let parsed = try Parsed(request, maximumBytes: 1 << 23, maximumParameters: 200_000)
        var pairs: [(name: String, value: String)] = []
        for pair in form.joined(separator: "&").split(separator: "&") where !pair.hasPrefix("oauth_signature=") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            pairs.append((String(halves[0]), String(halves[1])))
        }
        // In ASCII, the order of Swift's strings is the order of bytes.
        pairs.sort { $0.name == $1.name ? $0.value < $1.value : $0.name < $1.name }
        let expected = pairs.map { $0.name + "%3D" + $0.value }.joined(separator: "%26")
        #expect(String(decoding: parsed.baseString, as: UTF8.self) == "POST&http%3A%2F%2Fh%2F&" + expected)
    }
}
