import CryptoCore
import HTTPExchange
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherCommand

@Suite("The state of a virtual phone")
struct PhoneStateTests {
    private struct NoTransport: HTTPTransport {
        func send(
            _ request: HTTPRequest, body: [UInt8], options: TransferOptions
        ) async throws(TransportError) -> HTTPTransportResponse { fatalError("not called") }
    }

    @Test(
        "A stored URL is signed in one spelling, however it was stored",
        arguments: [
            "https://auth.example.org/v1/", "https://Auth.Example.ORG/v1", "HTTPS://auth.example.org:443/v1//",
        ])
    func spelling(_ stored: String) throws {
        let phone = VirtualPhone(
            service: try ExternalURL(base: "https://auth.example.org/v1"), deviceID: "id", key: try P256.PrivateKey(),
            transport: NoTransport())
        var state = try PhoneState(phone)
        #expect(state.service == "https://auth.example.org/v1/")
        state.service = stored
        #expect(try state.phone(transport: NoTransport()).service == phone.service)
    }

    @Test(
        "A malformed URL is refused",
        arguments: [
            "", "auth.example.org", "ftp://auth.example.org", "https://[::1", "https://h:99999", "https://h/%zz",
        ])
    func malformed(_ url: String) {
        #expect(throws: CommandError.self) { try VirtualPhone.serviceURL(url) }
    }
}
