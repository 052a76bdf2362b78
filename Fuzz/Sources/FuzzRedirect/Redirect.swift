import FuzzSupport
import HTTPExchange
import HTTPTypes
import Synchronization

/// A transport that redirects the first request, and records the second one.
private final class RedirectingServer: HTTPTransport {
    struct State {
        var location = ""
        var status = HTTPResponse.Status.found
        var requests: [HTTPRequest] = []
        var bodies: [[UInt8]] = []
    }

    let state = Mutex(State())

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        state.withLock { state in
            state.requests.append(request)
            state.bodies.append(body)
            guard state.requests.count == 1 else {
                return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: [])
            }
            let head = HTTPResponse(status: state.status, headerFields: [.location: state.location])
            return HTTPTransportResponse(head: head, body: [])
        }
    }
}

private let server = RedirectingServer()
private let transport = RedirectingTransport(server)
private let host = "example.test"

/// The reference of a redirect, in a `Location` field.
///
/// Whatever it says, the next request goes to the same server with a valid path, and that path resolves to itself.
@c(LLVMFuzzerTestOneInput)
public func fuzzRedirect(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    // White space around it is not part of the field value.
    let location = HTTPField(name: .location, value: String(decoding: input.dropFirst(), as: UTF8.self)).value
    let statuses: [HTTPResponse.Status] = [
        .movedPermanently, .found, .seeOther, .temporaryRedirect, .permanentRedirect,
    ]
    let number = Int(input.first ?? 0)
    let status = statuses[number % statuses.count]
    let method: HTTPRequest.Method = [.get, .head, .post, .put, .delete][number / statuses.count % 5]
    guard let next = next(location, status, method) else { return 0 }
    check(next.request, location)
    let keepsMethod = next.request.method == method
    require(
        keepsMethod || (next.request.method == .get && next.body.isEmpty), "the method becomes \(next.request.method)")
    require(keepsMethod || status.code <= 303, "\(status.code) changes the method")
    require(next.body.isEmpty != keepsMethod, "method and body do not go together")
    return 0
}

/// Returns the request that follows; `nil` if none does.
private func next(
    _ location: String, _ status: HTTPResponse.Status, _ method: HTTPRequest.Method, from path: String = "/a/b?c"
) -> (request: HTTPRequest, body: [UInt8])? {
    server.state.withLock { $0 = .init(location: location, status: status) }
    let request = HTTPRequest(method: method, scheme: "https", authority: host, path: path)
    let isFollowed = blocking {
        do {
            return try await transport.send(request, body: [1], options: .init()).head.status == .ok
        } catch { fatalError("\(error)") }
    }
    return server.state.withLock { state in
        require(isFollowed == (state.requests.count == 2), "\(state.requests.count) requests")
        return isFollowed ? (state.requests[1], state.bodies[1]) : nil
    }
}

private func check(_ request: HTTPRequest, _ location: String) {
    require(request.scheme == "https" && request.authority == host, "it leads to \(request.authority ?? "nowhere")")
    guard let path = request.path, path.hasPrefix("/"), !path.contains("#") else {
        fatalError("invalid path: \(request.path ?? "none")")
    }
    let segments = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
    require(!segments.contains(".") && !segments.contains(".."), "dot segments in \(path)")
    require(
        location.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(location) is not a valid reference, and is followed")
    if let other = authority(location) {
        require([host, host + ":443"].contains(other), "\(location) leads elsewhere, and is followed")
    }
    // A path that begins with two slashes reads as an authority.
    guard !path.hasPrefix("//") else { return }
    let again = next(path, .temporaryRedirect, .get, from: "/elsewhere/")
    require(again?.request.path == path, "\(path) becomes \(again?.request.path ?? "nothing")")
}

/// Returns the authority of a reference; `nil` if it has none.
private func authority(_ reference: String) -> String? {
    var rest = Array(reference.lowercased().utf8)[...]
    if rest.starts(with: "https:".utf8) { rest = rest.dropFirst(6) }
    guard rest.starts(with: "//".utf8) else { return nil }
    let end = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
    return String(decoding: end, as: UTF8.self)
}
