#if Hummingbird

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OAuth1

extension Request {
    /// Returns the body as a verifier needs it, and reads no more than that.
    ///
    /// A form and a body with a hash are read, and remain in the request. Any other body is signed by nobody. It is not
    /// read: one byte that no signature covers stands for it.
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
        // Nobody has signed it.
        guard received.mentions("oauth_") else { return [] }
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

    private static var unsignedBody: [UInt8] { [0] }

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
    /// Of a name that is written with percent-encoding this says no: such a request is refused.
    fileprivate func mentions(_ text: String) -> Bool {
        authorization.contains { $0.contains(text) } || url.contains(text)
    }
}

#endif
