import FuzzSupport
import HTTPExchange
import HTTPTypes
import Synchronization
import Toopher

/// A transport that responds to every request with the current body.
private final class CannedTransport: HTTPTransport {
    let body = Mutex<[UInt8]>([])

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let body = self.body.withLock { $0 }
        let status: HTTPResponse.Status = body.first == UInt8(ascii: " ") ? .badRequest : .ok
        let head = HTTPResponse(status: status, headerFields: [.contentType: "application/json"])
        return HTTPTransportResponse(head: head, body: body)
    }
}

private let transport = CannedTransport()
private let api = expectNoError {
    try ToopherAPI(
        key: "abcdefg", secret: "hijklmnop", baseURL: "https://api.toopher.test/v1/", transport: transport)
}

/// Fuzzes the service's responses in JSON: white space after the text changes nothing, and further text is an error.
@c(LLVMFuzzerTestOneInput)
public func fuzzReply(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    guard !input.isEmpty else { return 0 }
    let (request, pairing) = read(input)
    require(read(input + Array("\r\n\t ".utf8)) == (request, pairing), "white space changes \(request), \(pairing)")
    if case .value = request { require(isRefused(read(input + [UInt8(ascii: "x")]).0), "further text is ignored") }
    if case .value = pairing { require(isRefused(read(input + [UInt8(ascii: "}")]).1), "further text is ignored") }
    return 0
}

private enum Outcome<Value: Sendable & Equatable>: Sendable, Equatable {
    case value(Value)
    case refusal(String)
}

private func isRefused<Value>(_ outcome: Outcome<Value>) -> Bool {
    guard case .refusal = outcome else { return false }
    return true
}

private func read(_ body: [UInt8]) -> (Outcome<AuthenticationRequest>, Outcome<Pairing>) {
    transport.body.withLock { $0 = body }
    return blocking { (await readRequest(), await readPairing()) }
}

private func readRequest() async -> Outcome<AuthenticationRequest> {
    do {
        return .value(try await api.fetchAuthenticationRequest(id: "1"))
    } catch { return .refusal(String(reflecting: error)) }
}

private func readPairing() async -> Outcome<Pairing> {
    do {
        return .value(try await api.fetchPairing(id: "1"))
    } catch { return .refusal(String(reflecting: error)) }
}
