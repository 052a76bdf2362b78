/// What was found in a log that is what it claims to be.
public struct LogSummary: Sendable, Hashable {
    /// The number of entries.
    public var entryCount: UInt64
    /// How many of them are decisions with a valid signature of a device.
    public var decisionCount: Int
    /// The number of devices.
    public var deviceCount: Int
    /// The number of heads.
    public var headCount: Int
    /// The newest head; `nil` for a log without entries.
    public var head: SignedTreeHead?
    /// How many entries are proven by a head that was kept, from the first one on.
    public var keptSize: UInt64
}
