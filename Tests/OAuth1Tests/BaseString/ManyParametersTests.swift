import CryptoCore
import Testing

@testable import OAuth1

@Suite("Requests with many parameters")
struct ManyParametersTests {
    /// A verifier that accepts 200,000 parameters, and a form of 100,000 in an order that makes sorting by
    /// insertion quadratic: 5·10⁹ comparisons, which would take minutes.
    @Test("100,000 parameters are sorted, signed and verified", arguments: [true, false])
    func many(isDescending: Bool) async throws {
        let numbers = isDescending ? Array((100_000..<200_000).reversed()) : Array(100_000..<200_000)
        let form = Array(numbers.map { "parameter\($0)=\($0 % 7)" }.joined(separator: "&").utf8)
        let signer = Signer(credentials: try TestKeys.credentials(.hmacSHA1), clock: { 1000 })
        let header = try signer.authorizationHeader(
            method: "POST", url: "https://h/", form: form, protocolParameters: [], realm: nil)
        let request = ReceivedRequest(
            method: "POST", url: "https://h/", authorization: [header],
            contentType: "application/x-www-form-urlencoded", body: form)
        let verifier = try Verifier(
            ledger: InMemoryNonceLedger(), maximumBytes: 8 << 20, maximumParameters: 200_000, clock: { 1000 })
        let verified = try await verifier.verify(request) { _, _ in try TestKeys.credentials(.hmacSHA1) }
        #expect(verified.parameters.count == 100_000)
        let base = try SignatureBaseString(request)
        #expect(base.parameters.first?.encodedName == "oauth_consumer_key")
        #expect(base.parameters.dropFirst(5).map(\.encodedName) == numbers.sorted().map { "parameter\($0)" })
        await #expect(throws: VerificationError.malformed(.tooLarge(limit: 1000))) {
            try await Verifier(ledger: InMemoryNonceLedger(), maximumBytes: 8 << 20, clock: { 1000 }).verify(request) {
                _, _ in nil
            }
        }
    }

    /// Names with a common prefix and equal names are the worst cases of the sort.
    @Test("Equal names with different values are sorted by value", arguments: ["", "aaaaaaaaaaaaaaaaaaaa"])
    func equalNames(name: String) throws {
        let form = Array((0..<20_000).map { "\(name)=\(($0 &* 7919) % 20_000)" }.joined(separator: "&").utf8)
        let base = try SignatureBaseString(
            ReceivedRequest(
                method: "POST", url: "https://h/", contentType: "application/x-www-form-urlencoded", body: form))
        #expect(base.parameters.map(\.encodedValue) == (0..<20_000).map { "\($0)" }.sorted())
    }
}
