import CryptoCore
import TestSupport
import Testing

@testable import OAuth1

@Suite("The bounds of a diagnosis")
struct SignatureSearchTests {
    /// Searches with a limit, and returns what was found and what was spent.
    private static func search(
        _ example: MistakenRequest, key: String? = nil, limit: Int
    ) throws -> (mistakes: [SignatureMistake], isComplete: Bool, spent: Int) {
        let request = try example.request(key: key).request
        let base = try SignatureBaseString(request)
        let signature = try #require(base.protocolParameters.first("oauth_signature"))
        let diagnosisKey = try DiagnosisKey(example.verifyingKey)
        let context = DiagnosedRequest(
            request, signature: signature, headers: [], secrets: diagnosisKey.secrets, isPlaintext: false)
        var search = try SignatureSearch(diagnosisKey, SearchBudget(limit: limit))
        try search.run(SignedRequest(base, hash: .sha1, of: context))
        return (search.mistakes, search.isComplete, search.budget.spent)
    }

    @Test("A search ends at its limit, and says so", arguments: [0, 1, 5000, 60_000, 500_000])
    func limit(limit: Int) throws {
        let cut = try Self.search(MistakenRequest(mistakes: []), key: "wrong", limit: limit)
        #expect(cut.mistakes.isEmpty && !cut.isComplete && cut.spent == limit)
    }

    @Test("A request of the usual size is searched whole")
    func whole() throws {
        let whole = try Self.search(MistakenRequest(mistakes: []), key: "wrong", limit: SearchBudget.defaultLimit)
        #expect(whole.mistakes.isEmpty && whole.isComplete && whole.spent < SearchBudget.defaultLimit)
    }

    @Test("All mistakes are tried alone before any pair, and what costs least first")
    func order() throws {
        let long = String(repeating: "x", count: 20_000)
        let limit = 20_000 * 20
        var near = MistakenRequest(
            mistakes: [], url: "https://h/p?a=\(long)", signedURI: "http://h/p", signed: ["a=\(long)"])
        #expect(try Self.search(near, limit: limit).mistakes == [.otherScheme])
        near.signedURI = "http://h/p/"
        let far = try Self.search(near, limit: limit)
        #expect(far.mistakes.isEmpty && !far.isComplete)
        #expect(Set(try Self.search(near, limit: SearchBudget.defaultLimit).mistakes) == [.otherScheme, .slashAdded])
    }

    @Test("A request with many parameters costs more than its bytes, because they are sorted")
    func manyParameters() throws {
        let query = (0..<1000).map { "\($0)=" }.joined(separator: "&")
        let example = MistakenRequest(mistakes: [], url: "https://h/p?\(query)")
        let cut = try Self.search(example, key: "wrong", limit: 1 << 20)
        #expect(!cut.isComplete && cut.spent == 1 << 20)
    }

    @Test("Bodies of random bytes are no reason to fail, with the content types of JSON, multipart and text")
    func randomBodies() throws {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\",:\\u0 \n\r-=_b&%tnulrefals19;é".utf8)
        for round in 0..<120 {
            let body = (0..<round % 60).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
            let members = JSONMembers(body).members
            let marked = JSONMembers(Array(#"{"a":"#.utf8) + body + Array("}".utf8)).members
            #expect(members.allSatisfy { $0.name.count <= body.count * 3 } && (marked.first?.name ?? [0x61]) == [0x61])
            let fields = MultipartFields(
                Array("--b\r\n".utf8) + body + Array("\r\n--b--".utf8), "multipart/form-data; boundary=b")
            #expect(fields.fields.allSatisfy { $0.value.count <= body.count })
            for type in ["application/json", "multipart/form-data; boundary=b", "text/plain"] {
                var example = MistakenRequest(mistakes: [], url: "https://h/p", contentType: type)
                example.body = String(decoding: body, as: UTF8.self)
                #expect(try Self.search(example, key: "wrong", limit: 100_000).mistakes.isEmpty)
            }
        }
    }

    @Test("A cut or malformed JSON object has no members")
    func malformedJSON() {
        let whole = #"{"a":"x","b":[1,{"c":"]}"}],"d":true}"#
        #expect(
            JSONMembers(Array(whole.utf8)).members.map { String(decoding: $0.name, as: UTF8.self) } == ["a", "b", "d"])
        for length in 0..<whole.utf8.count { #expect(JSONMembers(Array(whole.utf8.prefix(length))).members.isEmpty) }
        for text in [
            "", "[]", "{}", #"{"a"}"#, #"{"a":}"#, #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{a:1}"#, #"{"a":1,}"#, "null",
        ] {
            #expect(JSONMembers(Array(text.utf8)).members.isEmpty)
        }
    }
}
