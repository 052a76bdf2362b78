import CryptoCore
import FuzzSupport

/// Base64, base64url and hexadecimal text: bytes survive a round trip, and of all texts only the
/// one that encoding gives is decoded (hexadecimal: in either letter case).
@c(LLVMFuzzerTestOneInput)
public func fuzzBase64Hex(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let text = String(decoding: input, as: UTF8.self)

    let standard = Base64.encode(input)
    require(Base64.decode(standard) == input, "base64 changes bytes")
    require(standard.utf8.count == (input.count + 2) / 3 * 4, "base64 of the wrong length")
    if let bytes = Base64.decode(text) { require(Base64.encode(bytes) == text, "two base64 texts for the same bytes") }

    let urlSafe = Base64.encodeURL(input)
    require(Base64.decodeURL(urlSafe) == input, "base64url changes bytes")
    if let bytes = Base64.decodeURL(text) {
        require(Base64.encodeURL(bytes) == text, "two base64url texts for the same bytes")
    }
    // The alphabets differ in two digits, and in the padding.
    let translated = urlSafe.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 }
        .map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0 }
    let unpadded = standard.utf8.prefix { $0 != UInt8(ascii: "=") }
    require(translated.elementsEqual(unpadded), "base64 and base64url differ in more than their alphabets")

    let hexadecimal = Hex.encode(input)
    require(Hex.decode(hexadecimal) == input, "hexadecimal changes bytes")
    require(Hex.decode(hexadecimal.uppercased()) == input, "upper-case hexadecimal changes bytes")
    if let bytes = Hex.decode(text) {
        let digits = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) ? $0 | 0x20 : $0 }
        require(Hex.encode(bytes).utf8.elementsEqual(digits), "two hexadecimal texts for the same bytes")
    }
    return 0
}
