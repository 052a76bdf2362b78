import Testing

@testable import Toopher

@Suite("Base URLs")
struct ServiceAddressTests {
    @Test(
        "with and without the last slash, one address",
        arguments: [
            ("https://api.toopher.com/v1", "https://api.toopher.com/v1/x/y"),
            ("https://api.toopher.com/v1/", "https://api.toopher.com/v1/x/y"),
            ("https://api.toopher.com/v1///", "https://api.toopher.com/v1/x/y"),
            ("HTTPS://API.Toopher.com", "https://api.toopher.com/x/y"),
            ("https://api.toopher.com/", "https://api.toopher.com/x/y"),
            ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/x/y"),
            ("http://[::1]:8080/v1", "http://[::1]:8080/v1/x/y"),
            ("https://host/a/b~c/(d)", "https://host/a/b~c/(d)/x/y"),
        ])
    func normalised(text: String, expected: String) throws {
        #expect(try ServiceAddress(text).url(of: "x/y") == expected)
    }

    @Test(
        "what is not an absolute http or https URL with a plain path",
        arguments: [
            "", "/", "://", "https://", "https:///v1", "api.toopher.com/v1/", "//host/v1", "https:/host", "ftp://host/",
            "file:///etc/passwd", "javascript://host/", " https://host/", "https://host/ ", "https://ho st/",
            "https://user:s3cret@host/v1/", "https://host:/", "https://host:0/", "https://host:65536/",
            "https://host:80a/", "https://host:-1/", "https://[::1/", "https://[]/", "https://[::1]x/",
            "https://[::g]/",
            "https://host/v1?x=1", "https://host/v1#x", "https://host?x", "https://host#x", "https://host/../v1/",
            "https://host/./v1/", "https://host//v1/", "https://host/%2e%2e/", "https://hést/", "https://host/é",
            "https://host/\u{0}", "https://host/\r\nX: y", "https://host\\@evil/", "https://host/a\\b",
        ])
    func refused(text: String) {
        let error = #expect(throws: ToopherError.self) { try ServiceAddress(text) }
        #expect(error?.description.contains("s3cret") == false)
        #expect(error?.description.hasPrefix("The base URL cannot be used: ") == true)
    }

    @Test("a base URL of any length is looked at, or refused for it")
    func long() {
        #expect(throws: ToopherError.self) {
            try ServiceAddress("https://host/" + String(repeating: "a", count: 4096))
        }
    }
}
