import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Requests that the server did not process. RFC 9113 sections 6.8 and 8.7.
@Suite(
    "Refusals over HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(10)))
struct HTTP2RefusalTests {
    static let refusals: [HTTP2Fault] = [
        .init("REFUSED_STREAM", .notProcessed) { [.reset($0, code: 7)] },
        .init("GOAWAY before the stream", .notProcessed) { _ in [.goAway(lastStream: 0)] },
        .init("GOAWAY before the stream, with an error", .notProcessed) { _ in [.goAway(lastStream: 0, code: 11)] },
    ]

    @Test("A request that the server refused is known to be not processed", arguments: refusals)
    func refused(fault: HTTP2Fault) async throws { try await fault.happens() }

    static let others: [HTTP2Fault] = [
        .init("INTERNAL_ERROR", .broken) { [.reset($0, code: 2)] },
        .init("CANCEL", .broken) { [.reset($0, code: 8)] },
        .init("HTTP_1_1_REQUIRED", .broken) { [.reset($0, code: 13)] },
        .init("GOAWAY that includes the stream, and the end", then: .close, .broken) { [.goAway(lastStream: $0)] },
        .init("the end alone", then: .cut, .broken) { _ in [] },
    ]

    @Test("After any other end, the server may have processed the request", arguments: others)
    func maybeProcessed(fault: HTTP2Fault) async throws { try await fault.happens() }

    @Test("A POST that was refused is sent again by RetryingTransport, one that may have been processed is not")
    func retry() async throws {
        for code in [UInt32(7), 2] {
            let arrivals = Slot(0)
            let script: @Sendable (HTTP2Peer) -> Void = { peer in
                peer.send(.settings())
                while let request = peer.readRequest() {
                    arrivals.change { $0 += 1 }
                    if arrivals.value == 1 {
                        peer.send(.reset(request.stream, code: code))
                    } else {
                        peer.respond(request.stream)
                    }
                }
            }
            try await withHTTP2Server(script) { server in
                let policy = RetryPolicy(baseDelay: .milliseconds(1))
                let transport = RetryingTransport(server.transport, policy: policy)
                let result = await result { () async throws(TransportError) in
                    try await transport.send(server.request(.post), body: Array("a".utf8), options: .init())
                }
                switch result {
                case .success(let response): #expect(code == 7 && response.body == Array("ok".utf8))
                case .failure(let error): #expect(code == 2 && !error.isUnprocessed, "\(error)")
                }
            }
            #expect(arrivals.value == (code == 7 ? 2 : 1))
        }
    }
}
