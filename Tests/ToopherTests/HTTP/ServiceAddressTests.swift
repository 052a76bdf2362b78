import Testing

@testable import Toopher

@Suite("Service addresses")
struct ServiceAddressTests {
    @Test(
        "A base URL is the same with and without its last slash",
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
        "Only an absolute http or https URL with a plain path is accepted",
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
        #expect(error?.description.hasPrefix("The base URL is not valid: ") == true)
    }

    @Test("A base URL that is too long is refused")
    func long() {
        #expect(throws: ToopherError.self) {
            try ServiceAddress("https://host/" + String(repeating: "a", count: 4096))
        }
    }
}
