// The code of CurlTransport.docc.

import CurlTransport
import HTTPExchange
import HTTPTypes
import Logging

protocol Sink {
    func write(_ piece: [UInt8]) throws
}

func overview() async throws -> [UInt8]? {
    let transport = try CurlTransport()
    let request = HTTPRequest(method: .get, scheme: "https", authority: "api.example.com", path: "/v1/status")
    let response = try await transport.send(request)
    guard response.head.status == .ok else { return nil }
    return response.body
}

func download(_ transport: CurlTransport, _ request: HTTPRequest, _ sink: any Sink) async throws {
    let response = try await transport.stream(request)
    guard response.head.status == .ok else { return }
    for try await piece in response.body { try sink.write(piece) }
}

func compressed(_ transport: CurlTransport, _ request: HTTPRequest) async throws -> StreamedResponse {
    var options = TransferOptions.streaming
    options.acceptsCompression = true
    options.maximumCompressionRatio = 200
    let response = try await transport.stream(request, options: options)
    return response
}

func upload(
    _ transport: CurlTransport, _ request: HTTPRequest, _ pieces: AsyncStream<[UInt8]>, _ size: Int64
) async throws -> HTTPTransportResponse {
    let response = try await transport.send(request, body: .sequence(pieces, length: size))
    return response
}

func deadlines(_ transport: CurlTransport, _ request: HTTPRequest) async throws -> HTTPTransportResponse {
    var options = TransferOptions(connectTimeout: .seconds(3), totalTimeout: .seconds(10))
    options.firstByteTimeout = .seconds(5)
    let response = try await transport.send(request, body: [], options: options)
    return response
}

func certificates(_ certificate: [UInt8], _ key: [UInt8]) throws -> CurlTransport {
    let tls = TLSSettings(
        trust: .file("/etc/example/ca.pem"),
        clientCertificate: ClientCertificate(chain: certificate, privateKey: key),
        pinnedPublicKeys: ["sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE="])
    let transport = try CurlTransport(configuration: .init(tls: tls))
    return transport
}

func routes() throws -> [CurlTransport] {
    let inside = try CurlTransport(
        configuration: .init(proxy: .server("http://proxy.example.com:3128", bypass: ["internal.example.com"])))
    let docker = try CurlTransport(configuration: .init(unixSocket: "/run/docker.sock"))
    let outside = CurlTransport.Configuration(
        proxy: .none, destinations: .publicAddresses(except: ["push.internal.example.com"]))
    return [inside, docker, try CurlTransport(configuration: outside)]
}

func metrics(_ logger: Logger, _ request: HTTPRequest) async throws -> Double? {
    let transport = try CurlTransport(logger: logger)
    let response = try await transport.send(request)
    let milliseconds = response.metrics.map { $0.firstByte / .milliseconds(1) }
    return milliseconds
}

func manySmall(_ transport: CurlTransport, _ requests: [HTTPRequest]) async throws -> [HTTPTransportResponse] {
    var responses: [HTTPTransportResponse] = []
    try await withTaskExecutorPreference(transport.executor) {
        for request in requests { responses.append(try await transport.send(request)) }
    }
    return responses
}
