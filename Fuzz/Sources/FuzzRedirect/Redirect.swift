import CurlTransport
import HTTPExchange
import FuzzSupport
import HTTPTypes
import Synchronization

/// Redirects the first request to where it was told to, and keeps the second one.
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

/// The reference of a redirect, in a `Location` field: whatever it says, the next request goes to the same server, its
/// path is one, and it means itself when it is met again.
@c(LLVMFuzzerTestOneInput)
public func fuzzRedirect(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    // What a field keeps of it: white space at its ends is no part of it.
    let location = HTTPField(name: .location, value: String(decoding: input.dropFirst(), as: UTF8.self)).value
    let statuses: [HTTPResponse.Status] = [
        .movedPermanently, .found, .seeOther, .temporaryRedirect, .permanentRedirect,
    ]
    let number = Int(input.first ?? 0)
    let status = statuses[number % statuses.count]
    let method: HTTPRequest.Method = [.get, .head, .post, .put, .delete][number / statuses.count % 5]
    guard let next = next(location, status, method) else { return 0 }
    check(next.request, location)
    let keeps = next.request.method == method
    require(keeps || (next.request.method == .get && next.body.isEmpty), "the method becomes \(next.request.method)")
    require(keeps || status.code <= 303, "\(status.code) changes the method")
    require(next.body.isEmpty != keeps, "method and body do not go together")
    return 0
}

/// The request that follows, if one does.
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
        fatalError("a path of its own: \(request.path ?? "none")")
    }
    let segments = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
    require(!segments.contains(".") && !segments.contains(".."), "dots are left in \(path)")
    require(location.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(location) is no reference, and is followed")
    if let other = authority(location) {
        require([host, host + ":443"].contains(other), "\(location) leads elsewhere, and is followed")
    }
    // Two slashes in front would be another server's name.
    guard !path.hasPrefix("//") else { return }
    let again = next(path, .temporaryRedirect, .get, from: "/elsewhere/")
    require(again?.request.path == path, "\(path) becomes \(again?.request.path ?? "nothing")")
}

/// Who a reference names, if it does: what stands between two slashes in front, or behind a scheme, and the path.
private func authority(_ reference: String) -> String? {
    var rest = Array(reference.lowercased().utf8)[...]
    if rest.starts(with: "https:".utf8) { rest = rest.dropFirst(6) }
    guard rest.starts(with: "//".utf8) else { return nil }
    let end = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
    return String(decoding: end, as: UTF8.self)
}
