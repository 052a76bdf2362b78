#if Service

/// Writes JSON text.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(1024)
    }

    /// Writes a value.
    mutating func write(_ fragment: JSONFragment) {
        switch fragment {
        case .string(let text): write(text)
        case .integer(let number): bytes += String(number).utf8
        case .boolean(let isTrue): bytes += (isTrue ? "true" : "false").utf8
        case .array(let elements):
            list("[", elements, "]") { writer, element in writer.write(element) }
        case .object(let members):
            list("{", members.filter { $0.value != nil }, "}") { writer, member in
                guard let value = member.value else { return }
                writer.write(member.name)
                writer.bytes.append(UInt8(ascii: ":"))
                writer.write(value)
            }
        }
    }

    private mutating func list<Element>(
        _ start: Unicode.Scalar, _ elements: [Element], _ end: Unicode.Scalar,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        bytes.append(UInt8(ascii: start))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            body(&self, element)
        }
        bytes.append(UInt8(ascii: end))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Nearly every text is itself.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            bytes += text.utf8
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes += [Self.digit(byte >> 4), Self.digit(byte & 15)]
            default: bytes.append(byte)
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

#endif
