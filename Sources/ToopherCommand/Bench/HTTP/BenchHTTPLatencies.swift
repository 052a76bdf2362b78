/// A histogram of latencies with an error of three per cent: each power of two of nanoseconds has 32 slots.
struct BenchHTTPLatencies: Sendable {
    private static let slotBits = 5
    private static let slots = 1 << slotBits

    private var histogram = [UInt32](repeating: 0, count: 36 << slotBits)
    /// The number of expected responses.
    private(set) var responses = 0
    /// The number of requests without the expected response.
    private(set) var errors = 0

    /// Counts a response with its latency, or a request without one.
    mutating func record(_ nanoseconds: Int?) {
        guard let nanoseconds else { return errors += 1 }
        histogram[Self.slot(of: nanoseconds)] += 1
        responses += 1
    }

    /// Adds the counts of `other`.
    mutating func add(_ other: Self) {
        for slot in histogram.indices { histogram[slot] += other.histogram[slot] }
        responses += other.responses
        errors += other.errors
    }

    /// Returns the latency within which `share` of the responses were received, in nanoseconds.
    func percentile(_ share: Double) -> Int {
        let wanted = Double(responses) * share
        var seen = 0.0
        for (slot, count) in histogram.enumerated() {
            seen += Double(count)
            if seen >= wanted, count > 0 { return Self.nanoseconds(of: slot) }
        }
        return 0
    }

    private static func slot(of nanoseconds: Int) -> Int {
        let value = min(max(nanoseconds, slots), 1 << 39)
        let power = Int.bitWidth - 1 - value.leadingZeroBitCount - slotBits
        return min(power << slotBits + (value >> power - slots), 36 << slotBits - 1)
    }

    private static func nanoseconds(of slot: Int) -> Int {
        (slot & (slots - 1) + slots) << (slot >> slotBits)
    }
}
