#if Service

internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    /// Creates a response whose type browsers must not guess and caches must not store.
    init(status: HTTPResponse.Status, type: String, bytes: [UInt8]) {
        self.init(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Returns a JSON response. Property names become the protocol's snake case.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: status, type: "application/json; charset=utf-8", bytes: Array(try encoder.encode(value)))
    }

    /// Returns the response to a refused request.
    static func refusal(_ error: ProtocolError) throws -> Response {
        struct Refusal: Encodable {
            var errorCode: Int
            var errorMessage: String
        }
        var response = try json(
            Refusal(errorCode: error.code, errorMessage: error.message), status: .init(code: error.status))
        if error.status == 401 {
            // With a parameter: httplib2 of old Python clients cannot parse a scheme without one.
            response.headers[.wwwAuthenticate] = "OAuth realm=\"toopher\""
        }
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }
}

#endif
