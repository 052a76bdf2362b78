import CurlTransport
import HTTPExchange
import FuzzSupport
import HTTPTypes
import Synchronization
import Toopher

/// Answers every request with what it was given last.
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
private let api = expectNoError { try ToopherAPI(key: "abcdefg", secret: "hijklmnop", transport: transport) }

/// The service's replies in JSON: white space around one changes nothing, and text behind it makes
/// it none.
@c(LLVMFuzzerTestOneInput)
public func fuzzReply(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    guard !input.isEmpty else { return 0 }
    let (request, pairing) = read(input)
    require(read(input + Array("\r\n\t ".utf8)) == (request, pairing), "white space changes \(request), \(pairing)")
    if case .value = request { require(isRefused(read(input + [UInt8(ascii: "x")]).0), "text behind it is ignored") }
    if case .value = pairing { require(isRefused(read(input + [UInt8(ascii: "}")]).1), "text behind it is ignored") }
    return 0
}

private enum Reading<Value: Sendable & Equatable>: Sendable, Equatable {
    case value(Value)
    case refusal(String)
}

private func isRefused<Value>(_ reading: Reading<Value>) -> Bool {
    guard case .refusal = reading else { return false }
    return true
}

private func read(_ body: [UInt8]) -> (Reading<AuthenticationRequest>, Reading<Pairing>) {
    transport.body.withLock { $0 = body }
    return blocking { (await readRequest(), await readPairing()) }
}

private func readRequest() async -> Reading<AuthenticationRequest> {
    do {
        return .value(try await api.authenticationRequest(id: "1"))
    } catch { return .refusal(String(reflecting: error)) }
}

private func readPairing() async -> Reading<Pairing> {
    do {
        return .value(try await api.pairing(id: "1"))
    } catch { return .refusal(String(reflecting: error)) }
}
