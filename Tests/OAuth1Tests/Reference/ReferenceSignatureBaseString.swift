import CryptoCore

@testable import OAuth1

/// The signature base string. RFC 5849 section 3.4.1.
enum ReferenceSignatureBaseString {
    /// Joins the method, the encoded base string URI and the encoded normalized parameters.
    static func make(
        method: String, uri: ReferenceBaseStringURI, parameters: ReferenceEncodedParameters,
        where isSigned: (ReferenceEncodedParameters.Entry) -> Bool
    ) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(method.utf8.count + uri.bytes.count * 2 + parameters.bytes.count * 2 + 8)
        for byte in method.utf8 { PercentEncoding.append(uppercased(byte), to: &output) }
        output.append(UInt8(ascii: "&"))
        for byte in uri.bytes { PercentEncoding.append(byte, to: &output) }
        output.append(UInt8(ascii: "&"))
        parameters.appendNormalized(to: &output, where: isSigned)
        return output
    }

    private static func uppercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xdf : byte
    }
}
