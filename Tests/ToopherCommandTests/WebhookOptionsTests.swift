#if Service

import ArgumentParser
import Testing

@testable import ToopherCommand

@Suite("Endpoints as options")
struct WebhookOptionsTests {
    @Test("Hosts are checked when the service starts, with a text that says what to correct")
    func checked() throws {
        for allowed in [[], ["127.0.0.1:8080", "[::1]"], ["hooks.internal"]] {
            let options = try WebhookOptions.parse(allowed.flatMap { ["--webhook-allow", $0] })
            #expect(options.allowed == allowed)
            _ = try options.settings()
        }
        for text in ["", "a b", "http://a.test", "a.test:0", "a.test:65536", "user@a.test", "::1", "a.test/"] {
            let error = #expect(throws: (any Error).self) { try WebhookOptions.parse(["--webhook-allow", text]) }
            #expect(
                error.map { WebhookOptions.message(for: $0) }?.contains("is not host or host:port") == true, "\(text)")
        }
    }

    @Test("An endpoint is set or removed, not both")
    func contradiction() throws {
        let error = #expect(throws: (any Error).self) {
            try RequesterSetCommand.parse(["key", "--webhook-url", "https://a.test", "--remove-webhook"])
        }
        #expect(error.map { RequesterSetCommand.message(for: $0) }?.contains("not both") == true)
    }
}

#endif
