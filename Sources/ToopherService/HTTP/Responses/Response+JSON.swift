#if Service

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

    /// Returns a JSON response.
    static func json(_ value: some JSONConvertible, status: HTTPResponse.Status = .ok) -> Response {
        json(value.json, status: status)
    }

    /// Returns a JSON response.
    static func json(_ value: JSONFragment, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, type: "application/json; charset=utf-8", bytes: value.bytes)
    }

    /// Returns the response to a refused request.
    static func refusal(_ error: ProtocolError) -> Response {
        var response = json(JSONFragment.refusal(error), status: .init(code: error.status))
        if error.status == 401 {
            // With a parameter: httplib2 of old Python clients cannot parse a scheme without one.
            response.headers[.wwwAuthenticate] = "OAuth realm=\"toopher\""
        }
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }
}

#endif
