import WebSyntax

/// The head of a request to a ``CallbackListener``, as far as it has arrived.
///
/// Strict, because anything on this machine and any page in a browser can send one: RFC 9112, without bodies, folded fields
/// and bare line feeds, and only for one authority and one path.
enum CallbackRequest: Equatable {
    /// More bytes are needed.
    case incomplete
    /// The request is for nobody here, and gets this status.
    case refused(status: Int)
    /// The browser has come back, with this query.
    case callback(query: String)

    /// The most bytes of a head: the query of a callback has at most 8192.
    static let maximumBytes = 16384

    /// Parses what has arrived of a request.
    ///
    /// - Parameters:
    ///   - bytes: The bytes from the beginning of the connection.
    ///   - authority: The only `Host` to accept. Another one comes from a name that a stranger has pointed to this machine.
    ///   - path: The path of the callback.
    init(_ bytes: [UInt8], authority: String, path: String) {
        guard let end = Self.endOfHead(bytes) else {
            self = bytes.count < Self.maximumBytes ? .incomplete : .refused(status: 431)
            return
        }
        guard end <= Self.maximumBytes else {
            self = .refused(status: 431)
            return
        }
        self = Self.request(Self.lines(bytes[..<end]), authority, path)
    }

    private static func request(_ lines: [ArraySlice<UInt8>]?, _ authority: String, _ path: String) -> CallbackRequest {
        guard let lines, let words = words(lines[0]) else { return .refused(status: 400) }
        guard let status = status(of: lines.dropFirst(), authority) else {
            guard words.method.elementsEqual("GET".utf8) else { return .refused(status: 405) }
            let question = words.target.firstIndex(of: UInt8(ascii: "?")) ?? words.target.endIndex
            guard words.target[..<question].elementsEqual(path.utf8) else { return .refused(status: 404) }
            return .callback(query: String(decoding: words.target[question...].dropFirst(), as: UTF8.self))
        }
        return .refused(status: status)
    }

    /// Returns the index behind the empty line; `nil` if there is none yet.
    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 3..<bytes.count
        where bytes[index] == 0x0a && bytes[index - 1] == 0x0d && bytes[index - 2] == 0x0a && bytes[index - 3] == 0x0d {
            return index + 1
        }
        return nil
    }

    /// Returns the lines before the empty one; `nil` if there is a control character in them.
    private static func lines(_ head: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        var lines: [ArraySlice<UInt8>] = []
        for line in head.dropLast(4).split(separator: 0x0a, omittingEmptySubsequences: false) {
            let isLast = line.endIndex == head.endIndex - 4
            guard isLast || line.last == 0x0d else { return nil }
            let text = isLast ? line : line.dropLast()
            guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else { return nil }
            lines.append(text)
        }
        return lines
    }

    private static func words(_ line: ArraySlice<UInt8>) -> (method: ArraySlice<UInt8>, target: ArraySlice<UInt8>)? {
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 3, words.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isVisibleASCII) }),
            words[0].allSatisfy(\.isTokenCharacter), words[1].first == UInt8(ascii: "/"),
            words[2].elementsEqual("HTTP/1.1".utf8) || words[2].elementsEqual("HTTP/1.0".utf8)
        else { return nil }
        return (words[0], words[1])
    }

    /// Returns the status that the fields cause; `nil` if nothing is wrong with them.
    private static func status(of fields: ArraySlice<ArraySlice<UInt8>>, _ authority: String) -> Int? {
        var hosts: [String] = []
        for field in fields {
            guard let colon = field.firstIndex(of: UInt8(ascii: ":")), colon > field.startIndex,
                field[..<colon].allSatisfy(\.isTokenCharacter)
            else { return 400 }
            let value = String(decoding: field[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
            switch String(decoding: field[..<colon].map(\.asciiLowercased), as: UTF8.self) {
            case "host": hosts.append(value)
            case "transfer-encoding": return 400
            case "content-length": if value != "0" { return 400 }
            default: break
            }
        }
        guard hosts.count == 1 else { return 400 }
        return hosts[0].lowercased() == authority ? nil : 421
    }
}
