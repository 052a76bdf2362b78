/// The sum of what several meters measured, one slice after the other.
struct BenchTally {
    private(set) var operations = 0
    private(set) var seconds = 0.0
    private var histogram = [Int](repeating: 0, count: 1 << 16)

    /// Adds a slice, in which the meters ran concurrently.
    mutating func add(_ meters: [BenchMeter]) {
        seconds += meters.map(\.seconds).max() ?? 0
        for meter in meters {
            operations += meter.operations
            for index in histogram.indices { histogram[index] += Int(meter.histogram[index]) }
        }
    }

    /// The operations a second.
    var perSecond: Double { seconds > 0 ? Double(operations) / seconds : 0 }

    /// Returns the nanoseconds within which a share of the operations ended.
    func percentile(_ share: Double) -> Int {
        let wanted = Double(histogram.reduce(0, +)) * share
        var seen = 0.0
        for (nanoseconds, count) in histogram.enumerated() {
            seen += Double(count)
            if seen >= wanted { return nanoseconds }
        }
        return histogram.count - 1
    }
}
