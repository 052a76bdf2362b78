import CryptoCore
import OAuth1
import Toopher

/// The result of one line of `toopher oauth batch`.
struct BatchResult {
    var id: JSONValue
    var baseString: String?
    var signature: String?
    /// The value of the `Authorization` header, the URL or the form body with the signature, as the task asks for.
    var authorization: String?
    var url: String?
    var body: String?
    var isValid: Bool?
    /// Whether the signature of a valid request covers its body.
    var coversBody: Bool?
    var error: String?

    /// Creates the result of a line that could not be executed.
    init(id: JSONValue, error: String) {
        self.id = id
        self.error = error
    }

    /// Executes `line`.
    init(executing line: [UInt8], _ verifiers: BatchVerifiers) async {
        id = .null
        guard let value = JSONValue(parsing: line), case .object = value else {
            error = "the line is not a JSON object"
            return
        }
        id = value["id"] ?? .null
        do {
            try await execute(BatchTask(value, verifiers.rsaKeyCache), verifiers)
        } catch {
            self.error = "\(error)"
        }
    }

    /// Returns the result as one line of JSON.
    func line() -> String {
        JSONValue.object([
            "id": id, "base_string": Self.json(baseString), "signature": Self.json(signature),
            "authorization": Self.json(authorization), "url": Self.json(url), "body": Self.json(body),
            "valid": isValid.map { .bool($0) } ?? .null, "covers_body": coversBody.map { .bool($0) } ?? .null,
            "error": Self.json(error),
        ]).text
    }

    private mutating func execute(_ task: BatchTask, _ verifiers: BatchVerifiers) async throws {
        switch task.operation {
        case .baseString: baseString = try task.base().text
        case .sign: try sign(task)
        case .verify: try await verify(task, verifiers)
        }
    }

    private mutating func sign(_ task: BatchTask) throws {
        let signed = try task.signed()
        baseString = signed.baseString.text
        signature = signed.signature
        switch signed.place {
        case .header: authorization = signed.text
        case .url: url = signed.text
        case .form: body = signed.text
        }
    }

    private mutating func verify(_ task: BatchTask, _ verifiers: BatchVerifiers) async throws {
        do {
            coversBody = try await task.verify(by: verifiers)
            isValid = true
        } catch let rejection as VerificationError {
            isValid = false
            error = rejection.code
        }
        guard let base = try? SignatureBaseString(task.request) else { return }
        baseString = base.text
        signature = try? task.credentials(method: task.signatureMethod(of: base)).signature(of: base.text)
    }

    private static func json(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
