/// A parameter as a signer signs it.
struct SignedParameter {
    /// The name, encoded.
    var name: [UInt8]
    /// The value, encoded.
    var value: [UInt8]
    let source: SignatureBaseString.Source
    /// The index among the parameters as the request has them; behind all of them if it does not have this one.
    let position: Int
    /// Whether an equals sign is signed between name and value.
    var hasEqualsSign = true

    init(_ parameter: SignatureBaseString.SignedParameter) {
        name = Array(parameter.encodedName.utf8)
        value = Array(parameter.encodedValue.utf8)
        source = parameter.source
        position = parameter.position
    }

    /// Creates a parameter that the request does not have, of an encoded name and value.
    init(_ name: [UInt8], _ value: [UInt8], from source: SignatureBaseString.Source) {
        self.name = name
        self.value = value
        self.source = source
        position = .max
    }

    /// Creates a parameter that the request does not have, of a name and value that have to be encoded.
    init(encoding name: [UInt8], _ value: [UInt8], from source: SignatureBaseString.Source) {
        self.init(PercentEncoding.encoded(name), PercentEncoding.encoded(value), from: source)
    }

    /// Whether the name is that of a protocol parameter.
    var isProtocol: Bool { name.starts(with: "oauth_".utf8) }

    /// Whether both have the same name and the same value.
    func isEqual(to other: SignedParameter) -> Bool { name == other.name && value == other.value }
}
