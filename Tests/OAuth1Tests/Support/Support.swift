import CryptoCore
import Testing

@testable import OAuth1

/// The parts of one published example.
struct Example: Sendable, CustomTestStringConvertible {
    var source: String
    var method = "POST"
    var url: String
    var authorization: String?
    var body: String = ""
    var consumerSecret: String
    var tokenSecret: String?
    var timestamp: Int64
    var baseString: String?

    var testDescription: String { source }

    var request: ReceivedRequest {
        ReceivedRequest(
            method: method, url: url, authorization: authorization.map { [$0] } ?? [],
            contentType: body.isEmpty ? nil : "application/x-www-form-urlencoded", body: Array(body.utf8))
    }

    /// Verifies a request with this example's secrets and clock, and a new ledger.
    func verify(_ request: ReceivedRequest) async throws -> VerifiedRequest {
        try await Verifier(ledger: InMemoryNonceLedger(), clock: { timestamp }).verify(request) { key, token in
            try Credentials(
                consumerKey: key, consumerSecret: SecretBytes(utf8: consumerSecret), token: token,
                tokenSecret: tokenSecret.map { SecretBytes(utf8: $0) })
        }
    }
}

func credentials(
    key: String = "abcdefg", secret: String = "hijklmnop", token: String? = nil, tokenSecret: String? = nil
) throws -> Credentials {
    try Credentials(
        consumerKey: key, consumerSecret: SecretBytes(utf8: secret), token: token,
        tokenSecret: tokenSecret.map { SecretBytes(utf8: $0) })
}

/// Returns a signer with a fixed nonce and a fixed clock.
func signer(at timestamp: Int64 = 1_700_000_000, nonce: String = "abcdef0123456789") throws -> Signer {
    Signer(credentials: try credentials(), clock: { timestamp }, nonces: { () throws(CryptoError) in nonce })
}

/// A request as the verifier parses it.
struct Parsed {
    var baseString: [UInt8]
    var signature: [UInt8]
    var consumerKey: String
    var token: String
    var nonce: String
    var timestamp: Int64
    var parameters: [Parameter]
    var coversBody: Bool

    init(
        _ request: ReceivedRequest, maximumBytes: Int = 1 << 20, maximumParameters: Int = 1000
    ) throws(VerificationError) {
        let verifier: Verifier
        do {
            verifier = try Verifier(
                ledger: InMemoryNonceLedger(), maximumBytes: maximumBytes, maximumParameters: maximumParameters)
        } catch { throw .crypto(error) }
        try self.init(request, by: verifier)
    }

    init(_ request: ReceivedRequest, by verifier: Verifier) throws(VerificationError) {
        var scratch: VerificationScratch
        do { scratch = try VerificationScratch() } catch { throw .crypto(error) }
        try verifier.parse(request, into: &scratch)
        baseString = copy(scratch.baseString)
        signature = copy(scratch.signature)
        consumerKey = String(decoding: copy(scratch.consumerKey), as: UTF8.self)
        token = String(decoding: copy(scratch.token), as: UTF8.self)
        nonce = String(decoding: copy(scratch.nonce), as: UTF8.self)
        timestamp = scratch.timestamp
        parameters = scratch.parameters()
        coversBody = scratch.coversBody
    }
}

func copy(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }

/// Returns the base string URI, decoded again, and the query.
func parsedURI(_ url: String) throws -> (uri: String, query: String) {
    var request = ParsedRequest()
    let (method, bytes) = (Array("GET".utf8), Array(url.utf8))
    try request.take(method: method.span, url: bytes.span)
    request.constructBaseString()
    let parts = String(copying: request.baseString.span(0..<request.baseString.count)).split(
        separator: "&", omittingEmptySubsequences: false)
    #expect(parts.count == 3 && parts[0] == "GET" && parts[2].isEmpty)
    #expect(parts[1].utf8.allSatisfy { PercentEncoding.isUnreserved($0) || $0 == UInt8(ascii: "%") })
    return (
        String(decoding: PercentEncoding.decode(String(parts[1])) ?? [], as: UTF8.self),
        String(copying: request.bytes.span(request.url.query))
    )
}
