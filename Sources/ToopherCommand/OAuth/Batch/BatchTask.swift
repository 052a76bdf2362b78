import CryptoCore
import OAuth1
import Toopher

/// A parsed line of `toopher oauth batch`.
struct BatchTask {
    enum Operation: String {
        case baseString = "base-string"
        case sign, verify
    }

    let operation: Operation
    let request: ReceivedRequest
    private let fields: JSONValue
    private let rsaKeyCache: RSAKeyCache

    /// Creates a task from the members of a line.
    ///
    /// - Parameter rsaKeyCache: The keys of earlier lines.
    init(_ fields: JSONValue, _ rsaKeyCache: RSAKeyCache) throws {
        self.fields = fields
        self.rsaKeyCache = rsaKeyCache
        guard let operation = fields["op"]?.stringValue.flatMap(Operation.init) else {
            throw CommandError("\"op\" must be base-string, sign or verify")
        }
        self.operation = operation
        request = try Self.request(fields)
    }

    /// Returns the signature base of the request with the protocol parameters of the members.
    func base() throws -> SignatureBaseString {
        var added: [Parameter] = []
        func add(_ name: String, _ value: String?) {
            if let value { added.append(Parameter(name, value)) }
        }
        let isBare = try SignatureBaseString(request).protocolParameters.isEmpty
        add("oauth_consumer_key", try text("consumer_key"))
        add("oauth_token", try text("token"))
        add("oauth_signature_method", try text("signature_method") ?? (isBare ? "HMAC-SHA1" : nil))
        add(
            "oauth_timestamp",
            try number("timestamp").map { "\($0)" } ?? (isBare ? "\(SystemClock.unixSeconds())" : nil))
        add("oauth_nonce", try text("nonce") ?? (isBare ? RandomNonce.source() : nil))
        if isBare { add("oauth_version", "1.0") }
        return try SignatureBaseString(request, adding: added)
    }

    /// Returns the signature method that the request names, else that of the members.
    func signatureMethod(of base: SignatureBaseString) throws -> SignatureMethod {
        try Self.method(
            base.protocolParameters.first("oauth_signature_method") ?? text("signature_method") ?? "HMAC-SHA1")
    }

    /// Returns the credentials in the members.
    func credentials(method: SignatureMethod) throws -> Credentials {
        let keys = KeyMaterial(
            consumerSecret: try text("consumer_secret"), tokenSecret: try text("token_secret"),
            privateKeyPEM: try text("private_key_pem"),
            passphrase: try text("private_key_passphrase").map { SecretBytes(utf8: $0) },
            publicKeyPEM: try text("public_key_pem"), rsaKeyCache: rsaKeyCache)
        let key = try keys.key(
            for: method,
            missingSecret: keys.isForRSAOnly
                ? VerificationError.signatureMethodNotAllowed
                : CommandError("\"consumer_secret\" is missing; an empty one is \"\""))
        return try Credentials(consumerKey: text("consumer_key") ?? "", key: key)
    }

    /// Verifies the request.
    ///
    /// - Returns: Whether the signature covers the body.
    /// - Throws: `VerificationError` if the request is not valid.
    func verify(by verifiers: BatchVerifiers) async throws -> Bool {
        let (key, token) = (try text("consumer_key"), try text("token"))
        let method = try text("signature_method").map(Self.method) ?? methodOfRequest()
        // Errors in the members precede those of the request.
        let known = try method.map(credentials)
        return try await verifiers.verify(
            request, now: number("now") ?? SystemClock.unixSeconds(), window: number("window") ?? 300,
            bodyPolicy: flag("allow_unsigned_body") ? .unsignedAllowed : .formOrHash
        ) { requestKey, requestToken in
            (key ?? requestKey) == requestKey && (token ?? requestToken ?? "") == (requestToken ?? "") ? known : nil
        }
    }

    private static func request(_ fields: JSONValue) throws -> ReceivedRequest {
        guard let method = fields["method"]?.stringValue, let url = fields["url"]?.stringValue else {
            throw CommandError("\"method\" or \"url\" is missing")
        }
        var request = ReceivedRequest(method: method, url: url)
        for (name, value) in try headers(fields["headers"]) {
            switch name.lowercased() {
            case "authorization": request.authorization.append(value)
            case "content-type": request.contentType = value
            default: break
            }
        }
        request.body = try body(fields)
        return request
    }

    private static func headers(_ value: JSONValue?) throws -> [(String, String)] {
        switch value {
        case nil, .null: return []
        case .array(let pairs):
            return try pairs.map { pair in
                guard let name = pair[0]?.stringValue, let value = pair[1]?.stringValue, pair[2] == nil else {
                    throw CommandError("\"headers\" has an element that is not a pair of strings")
                }
                return (name, value)
            }
        default: throw CommandError("\"headers\" is not an array")
        }
    }

    private static func body(_ fields: JSONValue) throws -> [UInt8] {
        let (text, encoded) = (try Self.text("body", fields), try Self.text("body_base64", fields))
        if let encoded {
            guard text == nil, let bytes = Base64.decode(encoded) else {
                throw CommandError("\"body_base64\" is malformed, or there is a \"body\" too")
            }
            return bytes
        }
        return Array((text ?? "").utf8)
    }

    /// Returns a string; `nil` if it is missing or null.
    private static func text(_ name: String, _ fields: JSONValue) throws -> String? {
        switch fields[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw CommandError("\"\(name)\" is not a string")
        }
    }

    private func text(_ name: String) throws -> String? { try Self.text(name, fields) }

    /// Returns a whole number, which may be spelled as a string; `nil` if it is missing or null.
    private func number(_ name: String) throws -> Int64? {
        guard let value = fields[name], value != .null else { return nil }
        guard let number = value.integerValue else { throw CommandError("\"\(name)\" is not a whole number") }
        return number
    }

    /// Returns a Boolean; `false` if it is missing or null.
    private func flag(_ name: String) throws -> Bool {
        guard let value = fields[name], value != .null else { return false }
        guard let flag = value.boolValue else { throw CommandError("\"\(name)\" is not true or false") }
        return flag
    }

    /// Returns the signature method that the request names, if it is supported.
    private func methodOfRequest() -> SignatureMethod? {
        let base = try? SignatureBaseString(request)
        return base?.protocolParameters.first("oauth_signature_method").flatMap(SignatureMethod.init(name:))
    }

    private static func method(_ name: String) throws -> SignatureMethod {
        guard let method = SignatureMethod(name: name) else {
            throw CommandError("the signature method must be one of \(SignatureMethod.allCases.map(\.name))")
        }
        return method
    }
}
