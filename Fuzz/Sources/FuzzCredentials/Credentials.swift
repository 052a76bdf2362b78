import CryptoCore
import FuzzSupport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import Synchronization

/// A transport that responds to every request with the current challenge and body.
private final class CannedTransport: HTTPTransport {
    let response = Mutex<(challenge: String, body: [UInt8])>(("", []))

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let (challenge, body) = response.withLock { $0 }
        let status: HTTPResponse.Status = challenge.isEmpty ? .ok : .unauthorized
        let head = HTTPResponse(status: status, headerFields: [.wwwAuthenticate: challenge])
        return HTTPTransportResponse(head: head, body: body)
    }
}

private enum Outcome: Sendable, Equatable {
    case token(String, session: String?)
    case refusal(String)
}

private let transport = CannedTransport()
private let strict = expectNoError { try flow([]) }
private let lenient = expectNoError { try flow([.unconfirmedCallback, .jsonResponse]) }
private let temporary = TemporaryCredentials(token: "t", tokenSecret: SecretBytes(utf8: "s"))

private func flow(_ leniencies: AuthorizationFlow.Leniencies) throws -> AuthorizationFlow {
    try AuthorizationFlow(
        consumerKey: "k", key: .hmac(.sha1, consumerSecret: SecretBytes(utf8: "s")),
        endpoints: Endpoints(
            temporaryCredentials: "https://p.example/", authorization: "https://p.example/",
            token: "https://p.example/"),
        leniencies: leniencies, transport: transport)
}

/// Fuzzes responses with credentials, challenges and callbacks: a line with the challenge, then the body.
///
/// A leniency refuses nothing that is accepted without it, and no error has more than one line.
@c(LLVMFuzzerTestOneInput)
public func fuzzCredentials(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let challenge = input.prefix { $0 != UInt8(ascii: "\n") }
    let body = Array(input.dropFirst(challenge.count + 1))
    transport.response.withLock { $0 = (String(decoding: challenge, as: UTF8.self), body) }
    let (one, other) = blocking { (await exchange(strict), await exchange(lenient)) }
    if case .token = one { require(one == other, "a leniency changes \(one) to \(other)") }
    for outcome in [one, other] {
        if case .refusal(let text) = outcome { require(!text.contains("\n"), "an error has two lines: \(text)") }
    }
    let query = String(decoding: body, as: UTF8.self)
    if let verifier = try? temporary.verifier(inCallbackQuery: query) {
        require(!verifier.isEmpty && query.utf8.contains(UInt8(ascii: "t")), "a callback without a token is accepted")
    }
    return 0
}

private func exchange(_ flow: AuthorizationFlow) async -> Outcome {
    do throws(AuthorizationError) {
        let token = try await flow.tokenCredentials(for: temporary, verifier: "v")
        return .token(token.token, session: token.sessionHandle)
    } catch { return .refusal("\(error)") }
}
