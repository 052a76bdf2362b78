internal import HTTPExchange
internal import HTTPTypes

/// A reply that is not a refusal.
struct Reply {
    let origin: ReplyOrigin
    private let contentType: String?
    private let body: [UInt8]

    /// Reads a reply's status and, when that is an error, what the service refuses with.
    ///
    /// - Parameters:
    ///   - limit: How long a body is read; a transport may let more through.
    ///   - now: This machine's time.
    init(_ response: HTTPTransportResponse, limit: Int, now: Int64) throws(ToopherError) {
        origin = ReplyOrigin(response.head, now: now)
        contentType = response.head.headerFields[.contentType].map(PrintableText.excerpt)
        body = response.body
        guard origin.status < 400 else { throw refusal() }
        guard (200...299).contains(origin.status) else { throw failure(.redirect) }
        guard body.count <= limit else { throw failure(.tooLarge(limit: limit)) }
    }

    /// The reply as JSON.
    ///
    /// - Throws: What the service refuses with: an object that says `error_code` is a refusal, whatever the status.
    func json() throws(ToopherError) -> JSONValue {
        guard !body.isEmpty else { throw failure(.empty) }
        guard let value = JSONValue.decode(body) else { throw failure(.notJSON(contentType: contentType)) }
        if let code = value["error_code"]?.integerValue {
            throw ServiceRefusal(code: Int(clamping: code), message: Self.message(in: value), origin: origin).error
        }
        return value
    }

    /// The reply as a JSON object, and in it where to read.
    func object() throws(ToopherError) -> FieldReader {
        let value = try json()
        guard case .object = value else { throw failure(.notAnObject) }
        return try read { () throws(FieldProblem) in try FieldReader(value) }
    }

    /// Makes what the caller asked for out of the object.
    ///
    /// - Parameter id: The id that was asked for; the answer about another one is not an answer.
    func resource<Resource>(
        _ make: (FieldReader) throws(FieldProblem) -> Resource, id: String? = nil
    ) throws(ToopherError) -> Resource {
        let fields = try object()
        let actualID = try read { () throws(FieldProblem) in try fields.identifier("id") }
        let resource = try read { () throws(FieldProblem) in try make(fields) }
        if let id, id.lowercased() != actualID.lowercased() { throw failure(.anotherID) }
        return resource
    }

    /// Makes one thing out of each element of an array: of the reply itself, or of one of its members.
    func resources<Resource>(
        in member: String? = nil, _ make: (FieldReader) throws(FieldProblem) -> Resource
    ) throws(ToopherError) -> [Resource] {
        let whole: JSONValue
        if let member { whole = try object().raw[member] ?? .null } else { whole = try json() }
        guard case .array(let elements) = whole else {
            throw failure(member.map(ReplyProblem.malformedField) ?? .notAnArray)
        }
        var resources: [Resource] = []
        for (index, element) in elements.enumerated() {
            let path = "\(member ?? "")[\(index)]"
            resources.append(
                try read { () throws(FieldProblem) in try make(FieldReader(element, path: path)) })
        }
        return resources
    }

    /// For calls that answer nothing: takes an empty body, and JSON that is no refusal.
    func acknowledge() throws(ToopherError) {
        guard !body.isEmpty else { return }
        _ = try json()
    }

    /// The reply as a PNG image.
    func image() throws(ToopherError) -> PNGImage {
        if let image = PNGImage(body) { return image }
        // A refusal is worth more to the caller than that it is no image.
        if JSONValue.decode(body) != nil { _ = try json() }
        throw body.isEmpty ? failure(.empty) : failure(.notPNG(contentType: contentType))
    }

    /// Reads fields, and says which one cannot be read.
    func read<Value>(_ body: () throws(FieldProblem) -> Value) throws(ToopherError) -> Value {
        do throws(FieldProblem) { return try body() } catch { throw failure(.malformedField(error.field)) }
    }

    /// The error for a reply that is no answer.
    func failure(_ problem: ReplyProblem) -> ToopherError {
        UnexpectedResponse(problem, origin: origin).error
    }

    /// What an error status stands for. Two of them say enough without a body of the protocol's: those that a proxy
    /// in front of the service may send.
    private func refusal() -> ToopherError {
        let problem: ToopherError
        do {
            let fields = try object()
            guard let words = Self.words[origin.status] else { return failure(.noErrorCode) }
            let message = Self.message(in: fields.raw)
            return ServiceRefusal(code: origin.status, message: message.isEmpty ? words : message, origin: origin).error
        } catch {
            problem = error
        }
        guard problem.refusal == nil, let words = Self.words[origin.status] else { return problem }
        return ServiceRefusal(code: origin.status, message: words, origin: origin).error
    }

    private static let words = [401: "Not a valid OAuth signed request", 429: "Too many requests"]

    private static func message(in value: JSONValue) -> String {
        value["error_message"]?.stringValue ?? ""
    }
}
