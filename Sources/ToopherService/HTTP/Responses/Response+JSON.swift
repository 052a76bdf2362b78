#if Service

internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    /// A JSON reply. Property names become the protocol's snake case.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: status, type: "application/json; charset=utf-8", bytes: Array(try encoder.encode(value)))
    }

    /// The protocol's JSON for a refusal.
    static func refusal(_ error: ProtocolError) throws -> Response {
        struct Refusal: Encodable {
            var errorCode: Int
            var errorMessage: String
        }
        var response = try json(
            Refusal(errorCode: error.code, errorMessage: error.message), status: .init(code: error.status))
        if error.status == 401 {
            // With a parameter: httplib2, which old Python clients use, cannot read a bare scheme.
            response.headers[.wwwAuthenticate] = "OAuth realm=\"toopher\""
        }
        return response
    }

    /// Bytes of a type that browsers shall not second-guess, and that nobody stores.
    init(status: HTTPResponse.Status, type: String, bytes: [UInt8]) {
        self.init(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

#endif
