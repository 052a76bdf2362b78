/// The least speed of a transfer.
public struct LowSpeedLimit: Sendable, Hashable {
    /// The slowest permitted average, in body bytes of both directions.
    public var bytesPerSecond: Int
    /// How long the average may be slower. Rounded up to whole seconds, at least one.
    public var duration: Duration

    /// Creates a limit.
    public init(bytesPerSecond: Int, during duration: Duration) {
        self.bytesPerSecond = bytesPerSecond
        self.duration = duration
    }
}
