/// Bytes that must not get into a log by printing what holds them.
struct RedactedBytes: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    var description: String { "(redacted)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
