internal import WebSyntax

/// The codings that a response names, of which at most one is decoded.
///
/// RFC 9110 section 8.4. A body that was coded twice has no use, and would let a few bytes become a million times as many.
struct ContentCodingList {
    /// The coding; `nil` if there is none.
    private(set) var coding: ContentCoding?
    /// Why the body cannot be decoded; `nil` if it can.
    private(set) var refusal: String?

    /// Appends the list in the value of one field.
    mutating func append(_ value: Span<UInt8>) {
        var name: [UInt8] = []
        for index in value.indices {
            switch value[index] {
            case UInt8(ascii: ","):
                add(name)
                name = []
            // Also within a name, where it makes the name unknown.
            case let byte where byte.isVisibleASCII: name.append(byte.asciiLowercased)
            case 0x20, 0x09: if !name.isEmpty { name.append(0x20) }
            default: name.append(UInt8(ascii: "?"))
            }
        }
        add(name)
    }

    private mutating func add(_ bytes: [UInt8]) {
        var bytes = bytes
        while bytes.last == 0x20 { bytes.removeLast() }
        let name = String(decoding: bytes, as: UTF8.self)
        let next: ContentCoding
        switch name {
        // Elements may be empty, and "identity" is none. RFC 9110 sections 5.6.1.2 and 12.5.3.
        case "", "identity": return
        case "gzip", "x-gzip": next = .gzip
        case "deflate": next = .deflate
        default:
            refusal = refusal ?? "its coding was not requested"
            return
        }
        if coding != nil { refusal = refusal ?? "it is coded twice" }
        coding = next
    }
}
