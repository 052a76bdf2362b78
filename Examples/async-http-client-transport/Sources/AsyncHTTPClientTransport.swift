import AsyncHTTPClient
import HTTPExchange
import HTTPTypes
import NIOCore
import NIOPosix
import NIOSSL

/// An HTTP transport on AsyncHTTPClient.
///
/// `connectTimeout` is a setting of the client; `firstByteTimeout` and `lowSpeedLimit` are not supported.
struct AsyncHTTPClientTransport: HTTPTransport {
    /// The settings that a transport needs: no redirects, and one attempt to connect.
    static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    let client: HTTPClient

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        guard let scheme = request.scheme, let authority = request.authority, let path = request.path else {
            throw .invalidRequest("it is incomplete")
        }
        guard scheme == "https" || authority.hasPrefix("127.0.0.1:") else { throw .plainHTTPRefused(host: authority) }
        var outgoing = HTTPClientRequest(url: "\(scheme)://\(authority)\(path)")
        outgoing.method = .init(rawValue: request.method.rawValue)
        for field in request.headerFields { outgoing.headers.add(name: field.name.rawName, value: field.value) }
        if !body.isEmpty { outgoing.body = .bytes(body) }
        do {
            return try await exchange(outgoing, options)
        } catch {
            throw Self.transportError(error, limit: options.maximumResponseBytes)
        }
    }

    /// The client's own deadline covers the head of the response only, so another task ends the transfer.
    private func exchange(
        _ request: HTTPClientRequest, _ options: TransferOptions
    ) async throws -> HTTPTransportResponse {
        try await withThrowingTaskGroup(of: HTTPTransportResponse.self) { group in
            group.addTask {
                let response = try await client.execute(request, deadline: .distantFuture)
                var head = HTTPResponse(status: .init(code: Int(response.status.code)))
                for (name, value) in response.headers {
                    if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
                }
                let body = try await response.body.collect(upTo: options.maximumResponseBytes)
                return HTTPTransportResponse(head: head, body: Array(body.readableBytesView))
            }
            group.addTask {
                try await Task.sleep(for: options.totalTimeout)
                throw TransportError.timedOut
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() else { throw TransportError.cancelled }
            return response
        }
    }

    /// Before the connection is ready nothing was sent; after any other error the server may have acted.
    private static func transportError(_ error: any Error, limit: Int) -> TransportError {
        switch error {
        case let error as TransportError: error
        case is CancellationError: .cancelled
        case is NIOTooManyBytesError: .responseTooLarge(limit: limit)
        case let error as NIOConnectionError: error.connectionErrors.isEmpty ? .couldNotResolveHost : .couldNotConnect
        case is NIOSSLError, is NIOSSLExtraError: .tlsFailed("\(type(of: error))")
        case let error as HTTPClientError: transportError(error)
        default: .connectionLost("\(type(of: error))")
        }
    }

    private static func transportError(_ error: HTTPClientError) -> TransportError {
        switch error {
        case .cancelled: .cancelled
        case .alreadyShutdown: .closed
        case .invalidURL, .emptyHost, .incompatibleHeaders: .invalidRequest(error.description)
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: .connectTimedOut
        default: .connectionLost(error.description)
        }
    }
}
