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
    /// The values of the `Host` fields.
    private let hosts: [String]
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
        (request, hosts) = try Self.request(fields)
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
        added += try protocolParameters()
        return try SignatureBaseString(request, adding: added)
    }

    /// Signs the request with the protocol parameters of the members, and what RFC 5849 section 3.1 requires besides.
    func signed() throws -> CompletedRequest {
        var request = request
        try request.setHost(hosts)
        try SigningRule.check(method: request.method, url: request.url)
        let place = try text("as").map { name throws(CommandError) in
            guard let place = CompletedRequest.Place(rawValue: name) else {
                throw CommandError("\"as\" must be header, url or form")
            }
            return place
        }
        let key = try credentials(method: signatureMethod(of: SignatureBaseString(request)))
        let (nonce, timestamp) = (try text("nonce"), try number("timestamp"))
        let signer = Signer(
            credentials: key, clock: { timestamp ?? SystemClock.unixSeconds() },
            nonces: { () throws(CryptoError) in if let nonce { nonce } else { try RandomNonce.source() } })
        return try signer.complete(
            request, in: place, protocolParameters: protocolParameters(),
            bodyHash: flag("body_hash") ? .unlessForm : .never, realm: text("realm"))
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
        return try Credentials(
            consumerKey: text("consumer_key") ?? "", token: operation == .sign ? text("token") : nil,
            key: key.permittingPlaintext(withoutTLS: flag("plaintext_without_tls")))
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

    private static func request(_ fields: JSONValue) throws -> (ReceivedRequest, hosts: [String]) {
        guard let method = fields["method"]?.stringValue, let url = fields["url"]?.stringValue else {
            throw CommandError("\"method\" or \"url\" is missing")
        }
        var request = ReceivedRequest(method: method, url: url)
        var hosts: [String] = []
        for (name, value) in try pairs("headers", fields) {
            switch name.lowercased() {
            case "authorization": request.authorization.append(value)
            case "content-type": request.contentType = value
            case "host": hosts.append(value)
            default: break
            }
        }
        request.body = try body(fields)
        return (request, hosts)
    }

    /// Returns the pairs of strings in an array; none if it is missing or null.
    private static func pairs(_ member: String, _ fields: JSONValue) throws -> [(String, String)] {
        switch fields[member] {
        case nil, .null: return []
        case .array(let pairs):
            return try pairs.map { pair in
                guard let name = pair[0]?.stringValue, let value = pair[1]?.stringValue, pair[2] == nil else {
                    throw CommandError("\"\(member)\" has an element that is not a pair of strings")
                }
                return (name, value)
            }
        default: throw CommandError("\"\(member)\" is not an array")
        }
    }

    /// Returns the further protocol parameters in the members.
    private func protocolParameters() throws -> [Parameter] {
        try Self.pairs("parameters", fields).map { Parameter($0.0, $0.1) }
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

    /// Returns a Boolean; `false` if it is missing or null.
    private func flag(_ name: String) throws -> Bool {
        switch fields[name] {
        case nil, .null: return false
        case .bool(let value): return value
        default: throw CommandError("\"\(name)\" is not true or false")
        }
    }

    /// Returns a whole number, which may be spelled as a string; `nil` if it is missing or null.
    private func number(_ name: String) throws -> Int64? {
        guard let value = fields[name], value != .null else { return nil }
        guard let number = value.integerValue else { throw CommandError("\"\(name)\" is not a whole number") }
        return number
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
