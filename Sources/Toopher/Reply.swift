internal import CurlTransport
internal import HTTPTypes

/// A reply that is not a refusal: one JSON object.
struct Reply {
    let status: Int
    let value: JSONValue

    /// Reads a reply.
    ///
    /// - Throws: What the service refuses with, or ``ToopherError/unexpectedResponse(status:problem:)``.
    init(_ response: HTTPTransportResponse, limit: Int) throws(ToopherError) {
        status = response.head.status.code
        let refused = status >= 400
        do throws(ReplyFailure) {
            guard refused || (200...299).contains(status) else { throw ReplyFailure(.redirect) }
            value = try Self.object(response, limit: limit)
        } catch {
            guard status != 401 else { throw .unauthorized(message: "Not a valid OAuth signed request") }
            throw .unexpectedResponse(status: status, problem: error.problem)
        }
        if let refusal = Self.refusal(value, status: status) { throw refusal.error(status: status) }
        if refused { throw .unexpectedResponse(status: status, problem: .noErrorCode) }
    }

    /// Makes what the caller asked for out of the object.
    ///
    /// - Parameter id: The id that was asked for; the answer about another one is not an answer.
    func resource<Resource: ToopherResource>(
        _ make: (FieldReader) throws(FieldProblem) -> Resource, id: String? = nil
    ) throws(ToopherError) -> Resource {
        let resource: Resource
        let actualID: String
        do throws(FieldProblem) {
            let fields = try FieldReader(value)
            actualID = try fields.identifier("id")
            resource = try make(fields)
        } catch {
            throw .unexpectedResponse(status: status, problem: .malformedField(error.field))
        }
        if let id, id.lowercased() != actualID.lowercased() {
            throw .unexpectedResponse(status: status, problem: .anotherID)
        }
        return resource
    }

    private static func object(_ response: HTTPTransportResponse, limit: Int) throws(ReplyFailure) -> JSONValue {
        guard !response.body.isEmpty else { throw ReplyFailure(.empty) }
        guard response.body.count <= limit else { throw ReplyFailure(.tooLarge(limit: limit)) }
        guard let value = JSONValue.decode(response.body) else {
            let type = response.head.headerFields[.contentType].map(PrintableText.excerpt)
            throw ReplyFailure(.notJSON(contentType: type))
        }
        guard case .object = value else { throw ReplyFailure(.notAnObject) }
        return value
    }

    /// An object that says `error_code` is a refusal, whatever the status; so is every 401.
    private static func refusal(_ value: JSONValue, status: Int) -> ServiceRefusal? {
        let message = value["error_message"]?.stringValue ?? ""
        if let code = value["error_code"]?.integerValue {
            return ServiceRefusal(code: Int(clamping: code), message: message)
        }
        guard status == 401 else { return nil }
        return ServiceRefusal(code: 401, message: message)
    }
}

private struct ReplyFailure: Error {
    let problem: ReplyProblem

    init(_ problem: ReplyProblem) {
        self.problem = problem
    }
}
