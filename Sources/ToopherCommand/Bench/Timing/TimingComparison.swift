/// A comparison of two lists of times.
struct TimingComparison {
    private let first: (mean: Double, variance: Double, count: Double)
    private let second: (mean: Double, variance: Double, count: Double)

    init(_ first: [Double], _ second: [Double]) {
        self.first = Self.moments(first)
        self.second = Self.moments(second)
    }

    func text(_ firstName: String, _ secondName: String) -> String {
        """
        \(firstName) \(Self.rounded(first.mean)) ns, \(secondName) \(Self.rounded(second.mean)) ns: difference \
        \(Self.rounded(difference)) ns, t = \(Self.rounded(t)), \(Int(first.count)) batches of each
        """
    }

    func json(_ firstName: String, _ secondName: String) -> String {
        """
        {"first":"\(firstName)","second":"\(secondName)","first_ns":\(Self.rounded(first.mean)),\
        "second_ns":\(Self.rounded(second.mean)),"difference_ns":\(Self.rounded(difference)),"t":\(Self.rounded(t)),\
        "batches":\(Int(first.count))}
        """
    }

    /// Returns the moments without the slowest twentieth, which depends on the machine rather than on the verification.
    private static func moments(_ samples: [Double]) -> (Double, Double, Double) {
        let kept = samples.sorted().prefix(max(2, samples.count * 19 / 20))
        let count = Double(kept.count)
        let mean = kept.reduce(0, +) / count
        let variance = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
        return (mean, variance, count)
    }

    private var difference: Double { first.mean - second.mean }

    private var t: Double { difference / (first.variance / first.count + second.variance / second.count).squareRoot() }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
