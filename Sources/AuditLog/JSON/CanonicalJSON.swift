/// A JSON value with one spelling: members in the order of their names, no white space, the shortest escape sequences.
///
/// RFC 8785, for objects whose names are ASCII, and integers in place of numbers.
public enum CanonicalJSON: Sendable, Hashable {
    /// A string.
    case string(String)
    /// An integer.
    case integer(Int64)
    /// `true` or `false`.
    case boolean(Bool)
    /// An array.
    case array([CanonicalJSON])
    /// An object.
    case object(Members)

    /// The members of an object, each name once, in the order in which they are written.
    public struct Members: Sendable, Hashable {
        private(set) var list: [Member]

        /// A member.
        struct Member: Sendable, Hashable {
            var name: String
            var value: CanonicalJSON
        }

        /// Creates members from those that have a value, in any order.
        ///
        /// - Precondition: No two have one name.
        public init(_ members: [(name: String, value: CanonicalJSON?)]) {
            list = members.compactMap { name, value in value.map { Member(name: name, value: $0) } }
                .sorted { Self.precedes($0.name, $1.name) }
            precondition(zip(list, list.dropFirst()).allSatisfy { $0.name != $1.name }, "a name occurs once")
        }

        /// Creates members that are in order already.
        init(ordered list: [Member]) {
            self.list = list
        }

        /// The value of a member; `nil` if there is none.
        public subscript(name: String) -> CanonicalJSON? {
            list.first { $0.name == name }?.value
        }

        /// The names of the members.
        public var names: [String] { list.map(\.name) }

        /// Whether a name stands before another.
        static func precedes(_ name: String, _ other: String) -> Bool {
            name.utf8.lexicographicallyPrecedes(other.utf8)
        }
    }

    /// The text in UTF-8.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        write(to: &bytes)
        return bytes
    }
}

extension CanonicalJSON {
    /// The text of a string; `nil` for another value.
    public var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number of an integer; `nil` for another value.
    public var number: Int64? { if case .integer(let number) = self { number } else { nil } }

    /// The elements of an array; `nil` for another value.
    public var elements: [CanonicalJSON]? { if case .array(let elements) = self { elements } else { nil } }

    /// The members of an object; `nil` for another value.
    public var members: Members? { if case .object(let members) = self { members } else { nil } }
}

extension CanonicalJSON {
    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .string(let text): Self.write(text, to: &bytes)
        case .integer(let number): bytes += String(number).utf8
        case .boolean(let isTrue): bytes += (isTrue ? "true" : "false").utf8
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.list.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if let letter = escapeLetter(of: byte) {
                bytes += [UInt8(ascii: "\\"), letter]
            } else if byte < 0x20 {
                bytes += "\\u00".utf8
                bytes += [digit(byte >> 4), digit(byte & 15)]
            } else {
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Returns the letter of the escape sequence of two characters; `nil` if a character has none.
    static func escapeLetter(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
