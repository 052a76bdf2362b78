import CryptoCore
import HTTPTypes
import Testing

@testable import OAuth1

/// RFC 5849 section 3.5, RFC 9110 sections 4.2, 7.2 and 9.1.
@Suite("What can be signed")
struct SigningRuleTests {
    /// A URL with the byte that no request can carry.
    struct Fault: Sendable, CustomTestStringConvertible {
        let url: String
        let byte: UInt8
        let offset: Int
        let remedy: UnsendableByte.Remedy

        var error: OAuth1Error { .unsendableByte(UnsendableByte(byte: byte, offset: offset, remedy: remedy)) }
        var testDescription: String { url.debugDescription }
    }

    static let faults = [
        Fault(url: "https://h/a b", byte: 0x20, offset: 11, remedy: .percentEncoding),
        Fault(url: "https://h/?a=b\r\nX: y", byte: 0x0d, offset: 14, remedy: .percentEncoding),
        Fault(url: "https://h/\n", byte: 0x0a, offset: 10, remedy: .percentEncoding),
        Fault(url: "https://h/\u{7f}", byte: 0x7f, offset: 10, remedy: .percentEncoding),
        Fault(url: "https://h/\0", byte: 0, offset: 10, remedy: .percentEncoding),
        Fault(url: "https://h/caf\u{e9}", byte: 0xc3, offset: 13, remedy: .percentEncoding),
        Fault(url: "https://h?caf\u{e9}", byte: 0xc3, offset: 13, remedy: .percentEncoding),
        Fault(url: "https://h#\u{e9}", byte: 0xc3, offset: 10, remedy: .percentEncoding),
        Fault(url: "https://b\u{fc}cher.example/", byte: 0xc3, offset: 9, remedy: .aLabel),
        Fault(url: "https://b%C3%BCcher.example/", byte: 0x25, offset: 9, remedy: .aLabel),
        Fault(url: "https://h h/", byte: 0x20, offset: 9, remedy: .plainHost),
        Fault(url: "https://h,i/", byte: 0x2c, offset: 9, remedy: .plainHost),
        Fault(url: "https://[h/", byte: 0x5b, offset: 8, remedy: .plainHost),
        Fault(url: "https://[fe80::1%25eth0]/", byte: 0x25, offset: 16, remedy: .withoutZone),
        Fault(url: "https://[fe80::1%eth0]:8443/", byte: 0x25, offset: 16, remedy: .withoutZone),
        Fault(url: "https://[v1.x]/", byte: 0x76, offset: 9, remedy: .plainHost),
    ]

    static let sendableURLs = [
        "http://h", "HTTP://H:8080?a", "https://h/a%20b?c=%0D", "https://h/{a}|[b]^`\"<>\\?[]={}", "https://a_b-c.~d/",
        "https://[::1]/", "https://[FE80::1]:8443/", "https://[::ffff:192.0.2.1]/", "https://192.0.2.1./",
        "https://xn--bcher-kva.example/", "https://h/#f", "https://u@h/", "https://h/%zz?%",
    ]

    @Test("A byte that no request can carry is named wherever a URL is signed", arguments: faults)
    func unsendable(fault: Fault) throws {
        let signer = try signer()
        #expect(throws: fault.error) { try signer.authorizationHeader(method: "GET", url: fault.url) }
        #expect(throws: fault.error) { try signer.authorizationHeader(method: "GET", url: fault.url, hashing: []) }
        #expect(throws: fault.error) { try signer.signedURL(url: fault.url) }
        #expect(throws: fault.error) { try signer.signedForm(url: fault.url, parameters: []) }
        #expect(throws: fault.error) { try signer.complete(ReceivedRequest(method: "GET", url: fault.url)) }
        #expect(throws: fault.error) { try SigningRule.check(method: "GET", url: fault.url) }
        var scratch = try SigningScratch()
        let (method, url, nonce) = (Array("GET".utf8), Array(fault.url.utf8), Array("n".utf8))
        #expect(throws: fault.error) {
            try signer.sign(
                method: method.span, url: url.span, form: Span(), nonce: nonce.span, timestamp: 1, using: &scratch)
        }
    }

    @Test("Every visible ASCII character is signed in path and query as it is", arguments: sendableURLs)
    func sendable(url: String) throws {
        let header = try signer().authorizationHeader(method: "GET", url: url)
        let completed = try signer().complete(ReceivedRequest(method: "GET", url: url))
        #expect(header.hasSuffix("oauth_signature=\"\(PercentEncoding.encode(completed.signature))\""))
    }

    @Test("An address that is none is refused", arguments: ["[::g]", "[1.2.3.4]", "[::1::]", "[:]", "[]", "[12345::]"])
    func noAddress(host: String) throws {
        #expect(throws: OAuth1Error.self) { try signer().authorizationHeader(method: "GET", url: "http://\(host)/") }
    }

    @Test("Each byte outside visible ASCII is found at each position of a URL")
    func everyPosition() throws {
        var faults = 0
        for length in 0..<40 {
            var url = Array("http://h/".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(url.span.firstInvisible == url.count)
            for position in 9..<url.count {
                for byte in UInt8.min...UInt8.max {
                    url[position] = byte
                    if url.span.firstInvisible != ((0x21...0x7e).contains(byte) ? url.count : position) { faults += 1 }
                }
                url[position] = UInt8(ascii: "~")
            }
        }
        #expect(faults == 0)
    }

    @Test("The message names the byte and says what to write")
    func messages() throws {
        func message(_ url: String) -> String {
            do throws(OAuth1Error) {
                try SigningRule.check(method: "GET", url: url)
                return ""
            } catch { return "\(error)" }
        }
        #expect(
            message("https://h/a b")
                == "the URL cannot be signed: no request can carry its byte 0x20 at offset 11: write %20")
        #expect(
            message("https://b\u{fc}cher.example/").hasSuffix("0xC3 at offset 9: write the A-label of the host (xn--…)")
        )
        #expect(
            message("https://[fe80::1%25e]/").hasSuffix("% at offset 16: leave out the IPv6 zone, which is never sent"))
    }

    @Test(
        "A method that is not a token is refused", arguments: ["", "GET ", " GET", "G\u{e9}T", "GET\r\n", "G(T", "a:b"])
    func method(_ method: String) throws {
        #expect(throws: OAuth1Error.invalidMethod) {
            try signer().authorizationHeader(method: method, url: "http://h/")
        }
        #expect(throws: OAuth1Error.invalidMethod) {
            try signer().complete(ReceivedRequest(method: method, url: "http://h/"))
        }
    }

    @Test("Every token is a method", arguments: ["GET", "get", "VERSION-CONTROL", "!#$%&'*+-.^_`|~09azAZ"])
    func token(method: String) throws {
        _ = try signer().authorizationHeader(method: method, url: "http://h/")
    }

    @Test("The verifier still accepts what such a server really received")
    func verifier() async throws {
        let url = "https://h/a b\u{e9}"
        let header = """
            OAuth oauth_consumer_key="abcdefg", oauth_nonce="n", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1000"
            """
        let request = ReceivedRequest(method: "GET", url: url, authorization: [header])
        let signature = try credentials().signature(of: SignatureBaseString(request).text)
        var signed = request
        signed.authorization = [header + ", oauth_signature=\"\(PercentEncoding.encode(signature))\""]
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
        _ = try await verifier.verify(signed) { _, _ in try credentials() }
    }
}
