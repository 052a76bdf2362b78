import HTTPExchange
import TestServer
import Testing

@testable import CurlTransport

@Suite(
    "Compressed responses over HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall),
    .timeLimit(.minutes(10)))
struct HTTP2CompressionTests {
    private static let text = CompressedResponseTests.text

    /// Returns the body of a response with these fields, read at once and piece by piece, which must have the same outcome.
    private static func body(_ bytes: [UInt8], _ fields: [(String, String)]) async throws -> Result<
        [UInt8], TransportError
    > {
        var outcome: Result<[UInt8], TransportError> = .failure(.closed)
        try await withHTTP2Server({ peer in
            peer.send(.settings())
            while let request = peer.readRequest() {
                peer.send(.headers(request.stream, fields), .data(request.stream, bytes, ends: true))
            }
        }) { server in
            let (request, transport) = (server.request(), server.transport)
            outcome = await result { () async throws(TransportError) in
                try await transport.send(request, body: [], options: CompressedResponseTests.options).body
            }
            let streamed = await result { () async throws(TransportError) in
                try await transport.stream(request, options: CompressedResponseTests.options).body.collect(upTo: .max)
            }
            #expect(streamed == outcome)
            #expect(server.server.connectionCount == 1)
        }
        return outcome
    }

    @Test(
        "A body is decoded, and a body that was cut off is truncated, with and without a length",
        arguments: [true, false])
    func decoded(hasLength: Bool) async throws {
        func fields(_ bytes: [UInt8]) -> [(String, String)] {
            [("content-encoding", "gzip")] + (hasLength ? [("content-length", String(bytes.count))] : [])
        }
        let whole = Compression.gzip.compress(Self.text)
        #expect(try await Self.body(whole, fields(whole)) == .success(Self.text))
        let cut = Array(whole.dropLast(8))
        #expect(try await Self.body(cut, fields(cut)) == .failure(.truncatedResponse))
        // libcurl 7.88 does not tell the end of a stream from that of its connection.
        #expect(try await Self.body([], fields([])) == (hasLength ? .success([]) : .failure(.truncatedResponse)))
    }
}
