internal import CryptoCore
internal import WebSyntax

/// Mistakes in how the signature was sent.
extension SignatureTransformation {
    static let signature = [
        SignatureTransformation(
            .plusLostInSignature, "plus_lost_in_signature", .signature,
            """
            a + of the signature was received as a space: the client has to send it as %2B, or the server decoded \
            the value as a form once too often (3.6)
            """
        ) { request in
            guard request.context.signature.utf8.contains(UInt8(ascii: " ")) else { return [] }
            return request.signed(as: request.context.signature.replacing(" ", by: "+"))
        },
        SignatureTransformation(
            .signatureEncodedTwice, "signature_encoded_twice", .signature,
            "the client percent-encoded the signature twice: encode it once (3.5.1)"
        ) { request in
            guard request.context.signature.utf8.contains(UInt8(ascii: "%")),
                let text = PercentEncoding.decode(request.context.signature)
            else { return [] }
            return request.signed(as: String(decoding: text, as: UTF8.self))
        },
        SignatureTransformation(
            .signatureInHex, "signature_in_hex", .signature,
            """
            the client sent the hexadecimal digits of the authentication code: encode its bytes as base64, which in \
            PHP takes hash_hmac's argument for binary output (3.4.2)
            """
        ) { request in
            let text = request.context.signature
            let digits = Base64.decode(text).map { String(decoding: $0, as: UTF8.self) }
            return [text, digits ?? ""].filter { !$0.isEmpty }.flatMap { request.signed(as: Hex.decode($0)) }
        },
        SignatureTransformation(
            .otherBase64, "other_base64", .signature,
            """
            the client sent the signature in another kind of base64: use the characters + and /, padding with =, and \
            no line ends (3.4.2)
            """
        ) { request in
            let text = request.context.signature.utf8.filter { $0.isVisibleASCII && $0 != UInt8(ascii: "=") }
            let urlSafe = text.map { byte in
                byte == UInt8(ascii: "+") ? UInt8(ascii: "-") : byte == UInt8(ascii: "/") ? UInt8(ascii: "_") : byte
            }
            return request.signed(as: Base64.decodeURL(String(decoding: urlSafe, as: UTF8.self)))
        },
    ]
}

extension SignedRequest {
    /// Returns the request with another signature, given as base64, or with PLAINTEXT as it is.
    fileprivate func signed(as text: String) -> [SignedRequest] {
        signed(as: context.isPlaintext ? Array(text.utf8) : Base64.decode(text))
    }

    /// Returns the request with another signature.
    fileprivate func signed(as bytes: [UInt8]?) -> [SignedRequest] {
        guard let bytes, bytes != signature else { return [] }
        return [changed { $0.signature = bytes }]
    }
}

extension String {
    fileprivate func replacing(_ old: Unicode.Scalar, by new: Unicode.Scalar) -> String {
        String(decoding: utf8.map { $0 == UInt8(ascii: old) ? UInt8(ascii: new) : $0 }, as: UTF8.self)
    }
}
