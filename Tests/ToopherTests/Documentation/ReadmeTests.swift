import CryptoCore
import CurlTransport
import HTTPTypes
import OAuth1
import TestServer
import Testing

@testable import Toopher

/// Runs the code of the README; `script/check-sources` compares it with it.
@Suite("The README")
struct ReadmeTests {
    @Test("Pages have signed URLs, each with the token and where the browser comes back")
    func pages() throws {
        let (urls, token) = try readmePages("k", "s")
        #expect(urls.count == 3 && urls.allSatisfy { $0.contains("=\(token)&") && $0.contains("oauth_signature=") })
        #expect(urls[1].contains("return_url=https%3A%2F%2Fwww.example.com%2Fapproved"))
    }

    @Test("A signed form lets its user in once, in either version, and nobody else")
    func forms() async throws {
        let iframe = try Fixture.iframe()
        let fields = try Fixture.fields().map { field in
            switch field.name {
            case "user_name": Parameter("user_name", "jdoe")
            case "action_name": Parameter("action_name", "Log In")
            default: field
            }
        }
        let form = Array(FormEncoding.encode(try fields.signed()).utf8)
        let forged = Array(FormEncoding.encode(try fields.signed(secret: "another")).utf8)
        #expect(await !readmeHandler(iframe, forged, Fixture.token))
        #expect(await readmeHandler(iframe, form, Fixture.token))
        #expect(await !readmeHandler(iframe, form, Fixture.token))

        let old = try Fixture.iframe().version1()
        let field = [Parameter("csrf_token", "c")]
        let flat = Array(FormEncoding.encode(try fields.signed() + field).utf8)
        #expect(try await readmeHandler(old, flat, Fixture.token))
        await #expect(throws: ToopherError.self) { try await readmeHandler(old, flat, Fixture.token) }
        let disabled = Array(FormEncoding.encode(try Fixture.refusal("704") + field).utf8)
        await #expect(throws: ToopherError.self) { try await readmeHandler(old, disabled, Fixture.token) }
    }

    @Test("A signed request verifies, and with another secret it does not")
    func signed() async throws {
        for (secret, isValid) in [("s", true), ("t", false)] {
            let request = try readmeSigned(secret)
            let received = ReceivedRequest(request, url: "https://api.example.com/photos?size=original")
            let result = try? await Verifier(ledger: InMemoryNonceLedger()).verify(received) { key, _ in
                try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: "s"))
            }
            #expect((result != nil) == isValid)
        }
    }

    @Test("A body comes whole and in pieces")
    func bodies() async throws {
        let server = FaultServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport()
        let request = HTTPRequest(method: .get, scheme: "http", authority: server.authority, path: "/v1/status")
        let fetched: Result<(body: [UInt8], pieces: [[UInt8]]), any Error>
        do { fetched = .success(try await readmeFetched(transport, request)) } catch { fetched = .failure(error) }
        await transport.close()
        let (body, pieces) = try fetched.get()
        #expect(body == Array("hello".utf8) && pieces.flatMap(\.self) == body)
    }
}
