internal import HTTPExchange
internal import HTTPTypes

/// A response of the service that is not a refusal by its status.
struct ServiceResponse {
    let metadata: ResponseMetadata
    private let contentType: String?
    private let body: [UInt8]

    /// Creates a response.
    ///
    /// - Parameters:
    ///   - response: The transport's response.
    ///   - limit: The longest body that is parsed, in bytes; a transport may accept more.
    ///   - now: The client's time, in seconds since 1970.
    /// - Throws: What the service refuses with, if the status is an error.
    init(_ response: HTTPTransportResponse, limit: Int, now: Int64) throws(ToopherError) {
        metadata = ResponseMetadata(response.head, now: now)
        contentType = response.head.headerFields[.contentType].map(PrintableText.excerpt)
        body = response.body
        guard metadata.status < 400 else { throw refusal() }
        guard (200...299).contains(metadata.status) else { throw failure(.redirect) }
        guard body.count <= limit else { throw failure(.tooLarge(limit: limit)) }
    }

    /// Returns the body as JSON.
    ///
    /// - Throws: What the service refuses with: an object with an `error_code` is a refusal whatever the status.
    func json() throws(ToopherError) -> JSONValue {
        guard !body.isEmpty else { throw failure(.empty) }
        guard let value = JSONValue(parsing: body) else { throw failure(.notJSON(contentType: contentType)) }
        if let code = value["error_code"]?.integerValue {
            throw ServiceRefusal(
                code: Int(clamping: code), message: Self.message(in: value), metadata: metadata
            ).error
        }
        return value
    }

    /// Returns a reader of the body's JSON object.
    func object() throws(ToopherError) -> JSONObjectReader {
        let value = try json()
        guard case .object = value else { throw failure(.notAnObject) }
        return try read { () throws(MalformedFieldError) in try JSONObjectReader(value) }
    }

    /// Returns the resource that the body's JSON object describes.
    ///
    /// - Parameters:
    ///   - make: Creates the resource from its fields.
    ///   - id: The requested id; a resource with another one is refused.
    func resource<Resource>(
        _ make: (JSONObjectReader) throws(MalformedFieldError) -> Resource, id: String? = nil
    ) throws(ToopherError) -> Resource {
        let fields = try object()
        let actualID = try read { () throws(MalformedFieldError) in try fields.identifier("id") }
        let resource = try read { () throws(MalformedFieldError) in try make(fields) }
        if let id, id.lowercased() != actualID.lowercased() { throw failure(.anotherID) }
        return resource
    }

    /// Returns the resources of a JSON array: of the body itself, or of a member of its object.
    func resources<Resource>(
        in member: String? = nil, _ make: (JSONObjectReader) throws(MalformedFieldError) -> Resource
    ) throws(ToopherError) -> [Resource] {
        let whole: JSONValue
        if let member { whole = try object().raw[member] ?? .null } else { whole = try json() }
        guard case .array(let elements) = whole else {
            throw failure(member.map(ResponseProblem.malformedField) ?? .notAnArray)
        }
        var resources: [Resource] = []
        for (index, element) in elements.enumerated() {
            let path = "\(member ?? "")[\(index)]"
            resources.append(
                try read { () throws(MalformedFieldError) in try make(JSONObjectReader(element, path: path)) })
        }
        return resources
    }

    /// Checks the response to a call without a result: the body is empty, or JSON that is not a refusal.
    func acknowledge() throws(ToopherError) {
        guard !body.isEmpty else { return }
        _ = try json()
    }

    /// Returns the body as a PNG image.
    func image() throws(ToopherError) -> PNGImage {
        if let image = PNGImage(body) { return image }
        // A refusal tells the caller more than that the body is not an image.
        if JSONValue(parsing: body) != nil { _ = try json() }
        throw body.isEmpty ? failure(.empty) : failure(.notPNG(contentType: contentType))
    }

    /// Returns the error for a response that is not what the caller asked for.
    func failure(_ problem: ResponseProblem) -> ToopherError {
        UnexpectedResponse(problem, metadata: metadata).error
    }

    private func read<Value>(_ body: () throws(MalformedFieldError) -> Value) throws(ToopherError) -> Value {
        do throws(MalformedFieldError) { return try body() } catch { throw failure(.malformedField(error.field)) }
    }

    private func refusal() -> ToopherError {
        let problem: ToopherError
        do {
            let fields = try object()
            guard let text = Self.standardTexts[metadata.status] else { return failure(.noErrorCode) }
            let message = Self.message(in: fields.raw)
            return ServiceRefusal(
                code: metadata.status, message: message.isEmpty ? text : message, metadata: metadata
            ).error
        } catch {
            problem = error
        }
        guard problem.refusal == nil, let text = Self.standardTexts[metadata.status] else { return problem }
        return ServiceRefusal(code: metadata.status, message: text, metadata: metadata).error
    }

    // A proxy may send these two; the status alone says enough.
    private static let standardTexts = [401: "Not a valid OAuth signed request", 429: "Too many requests"]

    private static func message(in value: JSONValue) -> String {
        value["error_message"]?.stringValue ?? ""
    }
}
