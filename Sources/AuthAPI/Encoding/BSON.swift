/// A BSON value, as the oldest clients of the Auth API read them: they check each type, and what is malformed ends the whole
/// program that they are loaded into.
///
/// bsonspec.org, version 1.1.
package indirect enum BSON: Sendable {
    /// Type 2.
    case string(String)
    /// Type 3.
    case document([(name: String, value: BSON)])
    /// Type 4.
    case array([BSON])
    /// Type 8.
    case boolean(Bool)
    /// Type 16.
    case int32(Int32)

    /// Returns a document.
    package static func encode(_ members: [(name: String, value: BSON)]) -> [UInt8] {
        var body: [UInt8] = []
        for member in members {
            body.append(member.value.type)
            body += text(member.name)
            body += member.value.bytes
        }
        return littleEndian(Int32(body.count + 5)) + body + [0]
    }

    private var type: UInt8 {
        switch self {
        case .string: 2
        case .document: 3
        case .array: 4
        case .boolean: 8
        case .int32: 16
        }
    }

    private var bytes: [UInt8] {
        switch self {
        case .string(let string):
            let text = Self.text(string)
            return Self.littleEndian(Int32(text.count)) + text
        case .document(let members): return Self.encode(members)
        case .array(let elements): return Self.encode(elements.enumerated().map { (String($0.offset), $0.element) })
        case .boolean(let isTrue): return [isTrue ? 1 : 0]
        case .int32(let number): return Self.littleEndian(number)
        }
    }

    /// Returns a text with the NUL at its end. The clients take it for the only one.
    private static func text(_ string: String) -> [UInt8] { string.utf8.filter { $0 != 0 } + [0] }

    private static func littleEndian(_ number: Int32) -> [UInt8] {
        let bits = UInt32(bitPattern: number)
        return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> $0) }
    }
}
