#if Hummingbird

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OAuth1

extension Request {
    /// Returns the body as a verifier needs it, and reads no more than that.
    ///
    /// A form and a body with a hash are read, and remain in the request. Any other body is signed by nobody. It is not
    /// read: bytes that no signature covers stand for it.
    ///
    /// - Parameters:
    ///   - received: The request without its body.
    ///   - policy: Which bodies a request may have.
    ///   - limit: The most bytes to read.
    /// - Throws: An error with status 413 if a body that has to be read is longer.
    mutating func signedBody(
        _ received: ReceivedRequest, policy: Verifier.BodyPolicy, upTo limit: Int
    ) async throws -> [UInt8] {
        if received.hasFormBody || received.mentions("oauth_body_hash") { return try await collected(upTo: limit) }
        // A verifier reads names that are percent-encoded too, so what is not signed here may be there. Nothing but an empty
        // body is passed on as one.
        guard received.mentions("oauth_") else { return Self.unsignedBody }
        switch policy {
        case .formOrHash:
            // It has to be empty.
            do {
                return Array(buffer: try await collectBody(upTo: 0))
            } catch is NIOTooManyBytesError {
                return Self.unsignedBody
            }
        case .unsignedAllowed:
            if let length = headers[.contentLength] { return length == "0" ? [] : Self.unsignedBody }
            if headers.contains(.transferEncoding) { return Self.unsignedBody }
            // Without either, HTTP/1.1 has no body, and HTTP/2 may have one.
            return try await collected(upTo: limit)
        }
    }

    /// Nobody knows these bytes, so nobody can have signed their hash.
    private static let unsignedBody: [UInt8] = (0..<32).map { _ in UInt8.random(in: 0...255) }

    private mutating func collected(upTo limit: Int) async throws -> [UInt8] {
        do {
            return Array(buffer: try await collectBody(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
    }
}

extension ReceivedRequest {
    /// Whether a text stands in the `Authorization` header fields or the URL.
    ///
    /// Of a name that is written with percent-encoding this says no: a body that comes with one is signed by nobody.
    fileprivate func mentions(_ text: String) -> Bool {
        authorization.contains { $0.contains(text) } || url.contains(text)
    }
}

#endif
