import FuzzSupport
import OAuth1

/// Percent decoding: what is decoded is what was encoded, and nothing but a bad escape is refused.
@c(LLVMFuzzerTestOneInput)
public func fuzzPercentDecoding(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: unsafe fuzzerInput(start, count), as: UTF8.self)

    let encoded = PercentEncoding.encode(text)
    require(encoded.utf8.allSatisfy { isUnreserved($0) || $0 == UInt8(ascii: "%") }, "a reserved character remains")
    require(PercentEncoding.decode(encoded) == Array(text.utf8), "decoding does not undo encoding")

    guard let decoded = PercentEncoding.decode(text) else {
        require(hasBadEscape(Array(text.utf8)), "a text without a bad escape is refused")
        return 0
    }
    require(!hasBadEscape(Array(text.utf8)), "a bad escape is accepted")
    // Decoded bytes are any bytes; where they are a text, they survive a second round.
    let again = String(decoding: decoded, as: UTF8.self)
    if again.utf8.elementsEqual(decoded) {
        require(PercentEncoding.decode(PercentEncoding.encode(again)) == decoded, "a second round differs")
    }
    return 0
}

private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    case UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: false
    }
}

/// Read backwards, unlike the code under test: a `%` is bad unless two digits follow it, and
/// neither digit can be a `%`.
private func hasBadEscape(_ text: [UInt8]) -> Bool {
    text.indices.contains { index in
        guard text[index] == UInt8(ascii: "%") else { return false }
        let digits = text[(index + 1)...].prefix(2)
        return digits.count < 2 || !digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
    }
}
