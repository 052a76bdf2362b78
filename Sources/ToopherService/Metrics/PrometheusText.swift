#if Service

/// Metrics in Prometheus' text format, version 0.0.4.
struct PrometheusText: Sendable {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// What a metric is.
    enum Kind: String, Sendable { case counter, gauge, histogram }

    /// The text so far. Each line ends with a line feed.
    private(set) var text = ""

    /// Begins a metric. Its samples follow.
    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Adds a sample.
    mutating func add(_ name: String, _ labels: [(name: String, value: String)] = [], _ value: some BinaryInteger) {
        line(name, labels, String(value))
    }

    /// Adds a sample.
    mutating func add(_ name: String, _ labels: [(name: String, value: String)] = [], _ value: Double) {
        line(name, labels, value.isFinite ? "\(value)" : value.isNaN ? "NaN" : value > 0 ? "+Inf" : "-Inf")
    }

    /// Adds a metric of one sample.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: some BinaryInteger) {
        begin(name, kind, help)
        add(name, [], value)
    }

    /// Adds a metric of one sample.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: Double) {
        begin(name, kind, help)
        add(name, [], value)
    }

    /// Adds the samples of a histogram.
    mutating func add(_ name: String, _ labels: [(name: String, value: String)], _ snapshot: Histogram.Snapshot) {
        var count: UInt64 = 0
        for (index, bound) in (Histogram.bounds.map(\.text) + ["+Inf"]).enumerated() {
            count &+= snapshot.counts[index]
            line(name + "_bucket", labels + [("le", bound)], String(count))
        }
        add(name + "_sum", labels, Double(snapshot.nanoseconds) / 1e9)
        add(name + "_count", labels, count)
    }

    private mutating func line(_ name: String, _ labels: [(name: String, value: String)], _ value: String) {
        text += name
        if !labels.isEmpty {
            text += "{"
            text += labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(separator: ",")
            text += "}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}

#endif
