import Testing
import WebPush

@Suite("Contacts for push services")
struct VAPIDContactTests {
    @Test(
        "An address or a page on the Internet is accepted as it is spelled",
        arguments: [
            "mailto:push@example.com", "mailto:First.Last+push@mail.example.co.uk", "mailto:a@Example.COM",
            "https://example.com", "https://example.com/contact?for=push", "https://example.com:8443/",
            "mailto:o'neil%25@example.com", "mailto:push@xn--bcher-kva.example",
        ])
    func accepted(text: String) throws { #expect(try VAPIDContact(text).text == text) }

    @Test(
        "What push services refuse is refused before it is used",
        arguments: [
            "", "mailto:", "mailto: push@example.com", "mailto:push@example.com ", "mailto:push", "push@example.com",
            "mailto:@example.com", "mailto:a@b@example.com", "mailto:push@", "mailto:push@localhost",
            "mailto:push@example", "mailto:push@host.local", "mailto:push@host.LOCAL", "mailto:push@a.localhost",
            "mailto:push@[192.0.2.1]", "mailto:push@192.0.2.1", "mailto:push@example.com.", "mailto:push@.com",
            "mailto:push@example..com", "mailto:push@example.com:25", "mailto:a@example.com,b@example.com",
            "mailto:a@example.com?subject=x", "mailto:<a@example.com>", "mailto:\"a\"@example.com",
            "MAILTO:a@example.com",
            "mailto:ä@example.com", "mailto:a@ä.example", "mailto:a@example.com\n", "http://example.com/",
            "https://localhost/", "https://example/", "https://host.local/", "https://192.0.2.1/", "https://[::1]/",
            "https://user@example.com/", "https://example.com/#a", "https://", "javascript:alert(1)",
            "mailto:" + String(repeating: "a", count: 250) + "@example.com",
        ])
    func refused(text: String) {
        let error = #expect(throws: WebPushError.self) { try VAPIDContact(text) }
        guard case .invalidContact = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
