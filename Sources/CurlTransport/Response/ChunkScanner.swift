internal import WebSyntax

/// A scanner that finds the end of a chunked body, which libcurl does not report. RFC 9112 section 7.1.
///
/// libcurl decodes the same bytes, and fails the transfer if they are malformed.
struct ChunkScanner {
    private enum Position {
        case size(Int)
        /// After the digits of a size: the rest of the line is an extension.
        case sizeLineEnd(Int)
        case data(Int)
        case dataLineEnd
        case trailerStart
        case trailer
        case end
    }

    private var position = Position.size(0)

    /// Whether the whole body, with its trailer section, was scanned.
    var hasEnded: Bool { if case .end = position { true } else { false } }

    /// Scans the next bytes of the body.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            if case .data(let rest) = position {
                let count = min(rest, bytes.count - index)
                index += count
                position = count == rest ? .dataLineEnd : .data(rest - count)
            } else {
                position = unsafe Self.position(after: position, bytes[index])
                index += 1
            }
        }
    }

    private static func position(after position: Position, _ byte: UInt8) -> Position {
        switch position {
        case .size(let size), .sizeLineEnd(let size):
            if byte == 0x0A { return size == 0 ? .trailerStart : .data(size) }
            guard case .size = position, let digit = byte.hexDigitValue else { return .sizeLineEnd(size) }
            return .size(size > Int.max >> 5 ? size : size << 4 | Int(digit))
        case .data, .end: return position
        case .dataLineEnd: return byte == 0x0A ? .size(0) : .dataLineEnd
        case .trailerStart: return byte == 0x0D ? .trailerStart : byte == 0x0A ? .end : .trailer
        case .trailer: return byte == 0x0A ? .trailerStart : .trailer
        }
    }
}
