internal import CryptoCore
internal import WebSyntax

/// What a client of the Auth API sends in `Authorization`: its integration key, and the code that signs the request.
package struct CallCredentials: Sendable {
    /// The integration key.
    package let integrationKey: String
    /// The message authentication code, 20 or 64 bytes.
    package let code: [UInt8]

    /// Parses the value of `Authorization`: `Basic`, and the base64 text of key, colon and code in hexadecimal digits.
    ///
    /// - Throws: ``SignatureRefusal/noCredentials`` for anything else.
    package init(authorization: String?) throws(SignatureRefusal) {
        guard let authorization, authorization.utf8.count <= 512 else { throw .noCredentials }
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic", let bytes = Base64.decode(String(words[1])),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")), (1...64).contains(colon),
            bytes[..<colon].allSatisfy(\.isASCIIAlphanumeric),
            let digits = String(validating: bytes[(colon + 1)...], as: UTF8.self), let code = Hex.decode(digits),
            [HashAlgorithm.sha1, .sha512].contains(where: { $0.digestCount == code.count })
        else { throw .noCredentials }
        integrationKey = String(decoding: bytes[..<colon], as: UTF8.self)
        self.code = code
    }

    /// Creates credentials from their parts.
    init(integrationKey: String, code: [UInt8]) {
        self.integrationKey = integrationKey
        self.code = code
    }
}
