/// An identifier of an object of the service, a UUID, in 16 bytes: millions of them are kept.
struct ObjectID: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    /// Creates an identifier from its canonical text; `nil` if it is malformed.
    init?(_ text: String) {
        guard text.utf8.count == 36 else { return nil }
        var (high, low, count) = (UInt64(0), UInt64(0), 0)
        for (offset, byte) in text.utf8.enumerated() {
            if [8, 13, 18, 23].contains(offset) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            if count < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
            count += 1
        }
        self.high = high
        self.low = low
    }
}
