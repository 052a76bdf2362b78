#if Service

internal import Logging

/// One event as it is written. Whatever a stranger has sent stays within its line and its value.
struct ServiceLogLine: Sendable {
    var milliseconds: Int64
    var level: Logger.Level
    var message: String
    var metadata: Logger.Metadata

    /// The line for people.
    var text: [UInt8] {
        var line = "\(time) \(level.rawValue) \(Self.escaped(message))"
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(Self.escaped(name))=\(Self.quoted("\(value)"))"
        }
        return Array((line + "\n").utf8)
    }

    /// The line for programs.
    var json: [UInt8] {
        let members = metadata.sorted { $0.key < $1.key }.filter { !["time", "level", "message"].contains($0.key) }
        return JSONFragment.object(
            [("time", .string(time)), ("level", .string(level.rawValue)), ("message", .string(message))]
                + members.map { ($0.key, Self.fragment($0.value)) }
        ).bytes + [UInt8(ascii: "\n")]
    }

    /// The time, as RFC 3339 has it.
    private var time: String {
        let second = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        let fraction = String(milliseconds - second * 1000)
        return UTCTimestamp.iso8601(second).dropLast() + "." + String(repeating: "0", count: 3 - fraction.utf8.count)
            + fraction + "Z"
    }

    private static func fragment(_ value: Logger.MetadataValue) -> JSONFragment {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(fragment))
        case .dictionary(let members): .object(members.sorted { $0.key < $1.key }.map { ($0.key, fragment($0.value)) })
        }
    }

    /// Returns a value as it is, or in quotation marks where it could be taken for something else.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value < 0x7f && $0 != "\"" && $0 != "\\" && $0 != "="
            }
        return isPlain ? text : "\"\(escaped(text, quotes: true))\""
    }

    /// Returns a text without what a terminal or a reader of lines takes for a command.
    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"" where quotes: result += "\\\""
            case "\n": result += "\\n"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}

#endif
