import CryptoCore
import OAuth1

extension [Parameter] {
    /// Returns the fields with the service's signature, by an independent implementation.
    func signed(secret: String = Fixture.secret, literals: String = "") throws -> [Parameter] {
        let fields = filter { $0.name != "toopher_sig" }
        let text = fields.stringToSign(literals: literals)
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: secret))
        return fields + [Parameter("toopher_sig", Base64.encode(try key.authenticationCode(for: [UInt8](text.utf8))))]
    }

    /// Returns the string to sign.
    func stringToSign(literals: String = "") -> String {
        let literal = [UInt8](("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-" + literals).utf8)
        func encode(_ text: String) -> String {
            text.utf8.map { byte in
                if byte == 0x20 { return "+" }
                if literal.contains(byte) { return String(UnicodeScalar(byte)) }
                return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
        return sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { encode($0.name) + "=" + encode($0.value) }.joined(separator: "&")
    }

    /// Returns the fields with another value of one.
    func setting(_ name: String, to value: String) -> [Parameter] {
        map { $0.name == name ? Parameter(name, value) : $0 }
    }

    /// Returns the fields without some.
    func removing(_ names: String...) -> [Parameter] {
        filter { !names.contains($0.name) }
    }

    /// Returns the fields with one more.
    func adding(_ name: String, _ value: String) -> [Parameter] {
        self + [Parameter(name, value)]
    }

    subscript(name: String) -> String? {
        first { $0.name == name }?.value
    }
}
