/// Secret bytes that no description or mirror contains.
struct RedactedBytes: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    var description: String { "(redacted)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
