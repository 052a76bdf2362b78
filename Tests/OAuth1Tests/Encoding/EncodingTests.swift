import CryptoCore
import Testing

@testable import OAuth1

func base64(_ bytes: [UInt8]) -> String { Base64.encode(bytes) }

@Suite("Encodings and the base string URI")
struct EncodingTests {
    @Test("Percent-encoding keeps only unreserved characters")
    func percent() {
        #expect(PercentEncoding.encode("abcXYZ019-._~") == "abcXYZ019-._~")
        #expect(PercentEncoding.encode(" +%&=/?#[]!'()*") == "%20%2B%25%26%3D%2F%3F%23%5B%5D%21%27%28%29%2A")
        #expect(PercentEncoding.encode("é☃\u{1F600}\n") == "%C3%A9%E2%98%83%F0%9F%98%80%0A")
    }

    @Test("Every byte is unreserved or percent-encoded, and decodes to itself")
    func everyByte() {
        for byte in UInt8.min...UInt8.max {
            var output: [UInt8] = []
            PercentEncoding.append(byte, to: &output)
            #expect(PercentEncoding.decode(output[...]) == [byte])
            let isLetterOrDigit =
                Character(UnicodeScalar(byte)).isASCII
                && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
            #expect((output.count == 1) == (isLetterOrDigit || "-._~".utf8.contains(byte)))
        }
    }

    @Test("Malformed percent-encoding is refused", arguments: ["%", "%4", "a%zz", "%4g", "%%41"])
    func badEscapes(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }

    @Test("Form encoding is that of Python 2")
    func form() throws {
        let parameter = Parameter("k", "~*-_. '!()é+/=@")
        #expect(FormEncoding.encode([parameter]) == "k=%7E%2A-_.+%27%21%28%29%C3%A9%2B%2F%3D%40")
        #expect(try FormEncoding.decode(FormEncoding.encode([parameter, parameter])) == [parameter, parameter])
    }

    @Test("Form decoding accepts all input")
    func formDecoding() throws {
        #expect(
            try FormEncoding.decode("a=1&b&=c&&a=%zz%&d=%41+b=c&%C3%A9=%ff") == [
                Parameter("a", "1"), Parameter("b", ""), Parameter("", "c"), Parameter("a", "%zz%"),
                Parameter("d", "A b=c"), Parameter("é", "\u{FFFD}"),
            ])
        #expect(try FormEncoding.decode("") == [])
        #expect(throws: OAuth1Error.tooLarge(limit: 2)) { try FormEncoding.decode("a&b&c", limit: 2) }
        #expect(try FormEncoding.decode("a&b&", limit: 2).count == 2)
    }

    @Test(
        "A URL has the base string URI of RFC 5849 section 3.4.1.2",
        arguments: [
            ("http://EXAMPLE.COM:80/r%20v/X?id=123", "http://example.com/r%20v/X"),
            ("https://www.example.net:8080/?q=1", "https://www.example.net:8080/"),
            ("HTTPS://Example.com:443", "https://example.com/"),
            ("http://example.com:443/", "http://example.com:443/"),
            ("https://example.com:80/", "https://example.com:80/"),
            ("http://example.com?a=b", "http://example.com/"),
            ("http://example.com#frag?x", "http://example.com/"),
            ("http://example.com/a/../b%2Fc/./;p", "http://example.com/a/../b%2Fc/./;p"),
            ("http://user:pass@example.com/", "http://example.com/"),
            ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
            ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
            ("http://example.com:/x", "http://example.com/x"),
            ("http://example.com:0080/x", "http://example.com/x"),
            ("http://example.com/x?a=b?c#d", "http://example.com/x"),
        ])
    func baseStringURI(url: String, expected: String) throws {
        #expect(try parsedURI(url).uri == expected)
    }

    @Test("The query is between the first question mark and the fragment")
    func query() throws {
        #expect(try parsedURI("http://h/x?a=b?c#d?e").query == "a=b?c")
        #expect(try parsedURI("http://h/x?").query.isEmpty)
        #expect(try parsedURI("http://h/x").query.isEmpty)
        #expect(try parsedURI("http://h/x#?a=b").query.isEmpty)
    }

    @Test(
        "A URL that cannot be signed is refused",
        arguments: [
            "", "/path", "example.com", "ftp://example.com/", "http:/example.com", "http:example.com", "http://",
            "http:///x", "http://:80/", "http://user@/", "http://h:65536/", "http://h:-1/", "http://h:8a/",
            "http://ho st/", "http://h\u{0}/", "://h/", "http://h:99999999999999999999/",
        ])
    func badURLs(url: String) {
        #expect(throws: OAuth1Error.self) { try parsedURI(url) }
    }
}
