internal import CryptoCore

/// A request as a signer signs it, in the parts that mistakes change.
///
/// A copy shares whatever is not changed, its encoded parameters included.
struct SignedRequest {
    /// The method.
    var method: [UInt8]
    /// The parts of the base string URI; the port is empty if it is not signed.
    var scheme, host, port, path: [UInt8]
    /// The parameters, encoded.
    var parameters: [SignedParameter] {
        didSet {
            parameterText = nil
            parameterSize = Self.size(of: parameters)
        }
    }
    /// The number of bytes of all names and values.
    private(set) var parameterSize: Int
    /// What the parameters are sorted by.
    var sorting = ParameterSorting.encoded { didSet { parameterText = nil } }
    /// The flaws in the encoding of the base string's parts.
    var flaws: [EncodingFlaw] = []
    /// The hash function; `nil` with PLAINTEXT.
    var hash: HashAlgorithm?
    /// The key of the HMAC; `nil` if it is the right one.
    var key: SecretBytes?
    /// The signature to compare with.
    var signature: [UInt8]
    /// The request as it was received.
    let context: DiagnosedRequest

    /// The sorted parameters, encoded for the base string; `nil` if they are not yet.
    private var parameterText: [UInt8]?

    /// Creates the request as the RFC has it.
    init(_ base: SignatureBaseString, hash: HashAlgorithm?, of context: DiagnosedRequest) {
        let address = URIAddress(Array(base.uri.utf8))
        method = Array(base.method.utf8)
        (scheme, host, port, path) = (address.scheme, address.host, address.port, address.path)
        parameters = base.parameters.map(SignedParameter.init)
        parameterSize = Self.size(of: parameters)
        let text = Array(base.text.utf8)
        let uri = text.drop { $0 != UInt8(ascii: "&") }.dropFirst()
        parameterText = Array(uri.drop { $0 != UInt8(ascii: "&") }.dropFirst())
        self.hash = hash
        signature = context.isPlaintext ? Array(context.signature.utf8) : Base64.decode(context.signature) ?? []
        self.context = context
    }

    /// Whether the parameters are encoded already.
    var hasParameterText: Bool { parameterText != nil }

    /// Returns a copy with a change.
    func changed(_ change: (inout SignedRequest) -> Void) -> SignedRequest {
        var copy = self
        change(&copy)
        return copy
    }

    /// Returns the request with names and values changed where `change` returns others, if any is.
    func mapping(_ change: ([UInt8]) -> [UInt8]?) -> [SignedRequest] {
        var mapped = parameters
        var isChanged = false
        for index in mapped.indices {
            if let name = change(mapped[index].name) { (mapped[index].name, isChanged) = (name, true) }
            if let value = change(mapped[index].value) { (mapped[index].value, isChanged) = (value, true) }
        }
        return isChanged ? [changed { $0.parameters = mapped }] : []
    }

    /// Returns the base string.
    mutating func baseString() -> [UInt8] {
        let joined = parameterText ?? joinedParameters()
        parameterText = joined
        let port = port.isEmpty ? [] : Array(":".utf8) + port
        let uri = scheme + Array("://".utf8) + host + port + path
        var text: [UInt8] = []
        text.reserveCapacity(3 * (method.count + uri.count) + 2 + joined.count)
        text += PercentEncoding.encoded(method) + Array("&".utf8) + PercentEncoding.encoded(uri) + Array("&".utf8)
        text += joined
        for flaw in flaws { text = flaw.applied(to: text) ?? text }
        return text
    }

    private static func size(of parameters: [SignedParameter]) -> Int {
        parameters.reduce(0) { $0 + $1.name.count + $1.value.count }
    }

    private func joinedParameters() -> [UInt8] {
        let sorted = sorting.sorted(parameters)
        // A byte becomes three at most, and so do the two separators of each parameter.
        return [UInt8](capacity: 3 * (parameterSize + 2 * sorted.count)) { output in
            for (index, parameter) in sorted.enumerated() {
                if index > 0 { PercentEncoding.append(Array("&".utf8), to: &output) }
                PercentEncoding.append(parameter.name, to: &output)
                if parameter.hasEqualsSign { PercentEncoding.append(Array("=".utf8), to: &output) }
                PercentEncoding.append(parameter.value, to: &output)
            }
        }
    }
}
