/// What a device has signed, as the log has it: a title, and for each field its name, its length and its value.
///
/// `docs/device-protocol.md` says what the fields are.
struct DecisionRecord {
    /// The titles of decisions and of ends.
    enum Title: String {
        case decision = "toopher-decision-2\n"
        case revocation = "toopher-revocation-1\n"
    }

    private static let maximumFieldCount = 64

    private var fields: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []

    /// Creates a record from the bytes that were signed; `nil` if they are malformed.
    init?(_ bytes: [UInt8], title: Title) {
        let title = title.rawValue.utf8
        guard bytes.starts(with: title) else { return nil }
        var rest = bytes.dropFirst(title.count)
        while !rest.isEmpty {
            guard fields.count < Self.maximumFieldCount, let space = rest.firstIndex(of: UInt8(ascii: " ")),
                let end = rest[space...].firstIndex(of: UInt8(ascii: "\n")),
                let count = Self.length(rest[(space + 1)..<end]), rest.endIndex - end > count + 1,
                rest[end + 1 + count] == UInt8(ascii: "\n")
            else { return nil }
            fields.append((rest[..<space], rest[(end + 1)..<(end + 1 + count)]))
            rest = rest[(end + 2 + count)...]
        }
    }

    /// Returns whether the record has a field with this value.
    func has(_ name: String, _ value: String) -> Bool {
        fields.contains { $0.name.elementsEqual(name.utf8) && $0.value.elementsEqual(value.utf8) }
    }

    private static func length(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...6).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
