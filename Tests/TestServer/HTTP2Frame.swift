/// An HTTP/2 frame, valid or not. RFC 9113 section 4.
package struct HTTP2Frame: Sendable, Hashable {
    /// RFC 9113 section 6.
    package enum Kind {
        package static let data: UInt8 = 0
        package static let headers: UInt8 = 1
        package static let resetStream: UInt8 = 3
        package static let settings: UInt8 = 4
        package static let pushPromise: UInt8 = 5
        package static let ping: UInt8 = 6
        package static let goAway: UInt8 = 7
        package static let windowUpdate: UInt8 = 8
        package static let continuation: UInt8 = 9
    }

    package enum Flag {
        package static let endStream: UInt8 = 1
        package static let endHeaders: UInt8 = 4
        package static let padded: UInt8 = 8
    }

    package var kind: UInt8
    package var flags: UInt8
    package var stream: UInt32
    package var payload: [UInt8]

    package init(kind: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, payload: [UInt8] = []) {
        self.kind = kind
        self.flags = flags
        self.stream = stream
        self.payload = payload
    }

    package var bytes: [UInt8] {
        Self.bigEndian(UInt32(payload.count)).dropFirst() + [kind, flags] + Self.bigEndian(stream) + payload
    }

    /// Whether the frame ends its stream.
    package var endsStream: Bool {
        (kind == Kind.data || kind == Kind.headers) && flags & Flag.endStream != 0
    }

    /// Removes the frame at the beginning of `bytes`; returns `nil`, removing nothing, if it is incomplete.
    static func take(from bytes: inout [UInt8]) -> HTTP2Frame? {
        guard bytes.count >= 9 else { return nil }
        let end = 9 + number(bytes[..<3])
        guard bytes.count >= end else { return nil }
        defer { bytes.removeFirst(end) }
        return HTTP2Frame(
            kind: bytes[3], flags: bytes[4], stream: UInt32(number(bytes[5..<9])), payload: Array(bytes[9..<end]))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        let size = value.bitWidth / 8
        return (1...size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - $0))) }
    }
}

extension HTTP2Frame {
    /// Returns header fields in one frame, the pseudo-header `:status` first.
    package static func headers(
        _ stream: UInt32, status: Int = 200, _ fields: [(String, String)] = [], ends: Bool = false
    ) -> HTTP2Frame {
        block(stream, [(":status", String(status))] + fields, flags: ends ? Flag.endStream : 0)
    }

    /// Returns fields as given, in one frame.
    package static func block(_ stream: UInt32, _ fields: [(String, String)], flags: UInt8 = 0) -> HTTP2Frame {
        HTTP2Frame(
            kind: Kind.headers, flags: flags | Flag.endHeaders, stream: stream, payload: fieldBlock(fields))
    }

    /// Returns fields in one frame that announces a continuation.
    package static func openBlock(_ stream: UInt32, _ fields: [(String, String)]) -> HTTP2Frame {
        HTTP2Frame(kind: Kind.headers, stream: stream, payload: fieldBlock(fields))
    }

    package static func data(_ stream: UInt32, _ text: String, ends: Bool = false) -> HTTP2Frame {
        data(stream, Array(text.utf8), ends: ends)
    }

    package static func data(_ stream: UInt32, _ bytes: [UInt8], ends: Bool = false) -> HTTP2Frame {
        HTTP2Frame(kind: Kind.data, flags: ends ? Flag.endStream : 0, stream: stream, payload: bytes)
    }

    package static func settings(_ values: [(name: UInt16, value: UInt32)] = []) -> HTTP2Frame {
        HTTP2Frame(kind: Kind.settings, payload: values.flatMap { bigEndian($0.name) + bigEndian($0.value) })
    }

    package static let ping = HTTP2Frame(kind: Kind.ping, payload: [UInt8](repeating: 7, count: 8))

    package static func reset(_ stream: UInt32, code: UInt32) -> HTTP2Frame {
        HTTP2Frame(kind: Kind.resetStream, stream: stream, payload: bigEndian(code))
    }

    package static func goAway(lastStream: UInt32, code: UInt32 = 0) -> HTTP2Frame {
        HTTP2Frame(kind: Kind.goAway, payload: bigEndian(lastStream) + bigEndian(code))
    }

    package static func windowUpdate(_ stream: UInt32, _ increment: UInt32) -> HTTP2Frame {
        HTTP2Frame(kind: Kind.windowUpdate, stream: stream, payload: bigEndian(increment))
    }

    package static func pushPromise(_ stream: UInt32, promised: UInt32, _ fields: [(String, String)]) -> HTTP2Frame {
        HTTP2Frame(
            kind: Kind.pushPromise, flags: Flag.endHeaders, stream: stream,
            payload: bigEndian(promised) + fieldBlock(fields))
    }

    package static func continuation(_ stream: UInt32, _ fields: [(String, String)] = [], ends: Bool) -> HTTP2Frame {
        HTTP2Frame(
            kind: Kind.continuation, flags: ends ? Flag.endHeaders : 0, stream: stream, payload: fieldBlock(fields))
    }

    /// Returns literal fields without indexing and without Huffman coding. RFC 7541 section 6.2.2.
    package static func fieldBlock(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0] + string($0.0) + string($0.1) }
    }

    /// RFC 7541 sections 5.1 and 5.2.
    private static func string(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var length: [UInt8] = [127]
        var rest = bytes.count - 127
        while rest >= 128 {
            length.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return length + [UInt8(rest)] + bytes
    }
}
