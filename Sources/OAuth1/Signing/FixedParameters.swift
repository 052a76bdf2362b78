/// The protocol parameters that are the same in each request that is signed with some credentials, as they stand in the
/// `Authorization` header: `", oauth_version="1.0", oauth_signature_method="…", oauth_consumer_key="…"`, then
/// `, oauth_token="…"` in a three-legged flow, and a comma.
///
/// The first quote is the one that ends the parameter before.
struct FixedParameters: ~Copyable, Sendable {
    /// The text.
    let text: ConstantBytes
    /// Where the value of each parameter begins and ends in the text.
    let version, method, consumerKey: EncodedSlice
    /// `nil` in a two-legged flow.
    let token: EncodedSlice?

    init(consumerKey: String, token: String?, _ method: SignatureMethod) {
        var text: [UInt8] = []
        func add(_ field: ProtocolParameter, _ value: [UInt8]) -> EncodedSlice {
            text += Array("\", \(field.name)=\"".utf8)
            let start = text.count
            for byte in value { PercentEncoding.append(byte, to: &text) }
            return EncodedSlice(start..<text.count, isPercentEncoded: text[start...].contains(UInt8(ascii: "%")))
        }
        version = add(.version, Array("1.0".utf8))
        self.method = add(.signatureMethod, Array("\(method.wireName)".utf8))
        self.consumerKey = add(.consumerKey, Array(consumerKey.utf8))
        self.token = token.map { add(.token, Array($0.utf8)) }
        text += Array("\", ".utf8)
        self.text = ConstantBytes(text)
    }
}
