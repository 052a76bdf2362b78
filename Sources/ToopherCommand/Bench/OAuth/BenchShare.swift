/// The consumers whose requests one thread verifies.
struct BenchShare: Sendable {
    /// The numbers of the consumers; empty for the fixture's one consumer, found by a closure and not in a cache.
    let consumers: Range<Int>
    /// The state of the random order, another one for each thread.
    private var state: UInt64

    init(_ consumers: Range<Int>, thread: Int) {
        self.consumers = consumers
        state = UInt64(thread + 1) &* 0x9e37_79b9_7f4a_7c15
    }

    /// Returns the next consumer, in an order that the processor cannot predict.
    mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return consumers.lowerBound + Int(state.multipliedFullWidth(by: UInt64(consumers.count)).high)
    }
}
