#if Service

internal import HTTPTypes

/// How long requests took, by the route's path, method and the class of the status. What no route takes counts together: a
/// client must not make labels.
final class RequestMetrics: Sendable {
    /// The requests of a route and a method.
    private final class Series: Sendable {
        let route: String
        let method: String
        /// For 1xx and 2xx, 3xx, 4xx, 5xx.
        let histograms = (0..<4).map { _ in Histogram() }

        init(_ route: String, _ method: String) {
            self.route = route
            self.method = method
        }
    }

    private struct Key: Hashable {
        var path: String
        var method: HTTPRequest.Method
    }

    /// The folders whose files count together.
    private static let folders = ["/static/", "/phone/"]

    /// By the path of a route, which many routes of one folder share.
    private let series: [Key: Series]
    /// In the order of the text.
    private let ordered: [Series]
    private let unknown = Series("other", "other")

    /// Creates the metrics of routes, whose paths have braces around what varies.
    init(_ routes: [(path: String, method: HTTPRequest.Method)]) {
        var (series, byLabel): ([Key: Series], [Key: Series]) = ([:], [:])
        for route in routes where route.method != .head {
            let label = Key(path: Self.label(of: route.path), method: route.method)
            let found = byLabel[label] ?? Series(label.path, label.method.rawValue)
            byLabel[label] = found
            series[Key(path: route.path, method: route.method)] = found
        }
        self.series = series
        ordered = byLabel.values.sorted { ($0.route, $0.method) < ($1.route, $1.method) }
    }

    /// Records a request that was answered.
    ///
    /// - Parameter path: The path of its route; `nil` if no route has taken it.
    func record(_ path: String?, _ method: HTTPRequest.Method, status: Int, _ duration: Duration) {
        // HEAD is answered as GET.
        let method = method == .head ? .get : method
        let found = path.flatMap { series[Key(path: $0, method: method)] } ?? unknown
        found.histograms[min(max(status / 100, 2), 5) - 2].record(duration)
    }

    /// What was recorded for all routes.
    var total: Histogram.Snapshot {
        (ordered + [unknown]).flatMap(\.histograms).reduce(Histogram().snapshot) { $0.adding($1.snapshot) }
    }

    /// Adds what was recorded to a text.
    func write(to text: inout PrometheusText) {
        let name = "toopher_http_request_duration_seconds"
        text.begin(
            name, .histogram,
            "How long requests took, without the time that they waited for a decision, by route, method and class of the status."
        )
        for series in ordered + [unknown] {
            for (index, histogram) in series.histograms.enumerated() {
                let snapshot = histogram.snapshot
                guard snapshot.total > 0 else { continue }
                text.add(
                    name, [("route", series.route), ("method", series.method), ("status", "\(index + 2)xx")], snapshot)
            }
        }
    }

    private static func label(of path: String) -> String {
        let path = path.first == "/" ? path : "/" + path
        guard let folder = folders.first(where: { path.hasPrefix($0) && path.utf8.count > $0.utf8.count }) else {
            return path
        }
        return folder + "{file}"
    }
}

#endif
