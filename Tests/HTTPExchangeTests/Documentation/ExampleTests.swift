import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

@Suite("The examples of HTTPExchange.docc")
struct ExampleTests {
    private static let request = HTTPRequest(method: .get, scheme: "https", authority: "a.test", path: "/")

    @Test("Transports wrap each other")
    func wrapping() async throws {
        let base = ScriptedTransport { request, _ in
            request.headerFields[.acceptLanguage] == "de" ? .init(200) : .init(406)
        }
        let response = try await reliable(LanguageTransport(base: base, language: "de"), Self.request)
        #expect(response.head.status == .ok)
    }

    @Test("A fixed transport returns its body")
    func fixed() async throws {
        let response = try await FixedTransport(body: "{}").send(Self.request)
        #expect(response.body == Array("{}".utf8) && response.head.status == .ok)
    }
}
