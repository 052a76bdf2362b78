#if Service

import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The text format of metrics") struct PrometheusTextTests {
    @Test("Counters, gauges and histograms are written as the format has them")
    func text() {
        var text = PrometheusText()
        text.add(.counter, "a_total", "A back\\slash and a\nline.", 3)
        text.begin("b", .gauge, "B.")
        text.add("b", [("x", "a\"b\\c\nd"), ("y", "")], 0.5)
        let histogram = Histogram()
        histogram.record(.milliseconds(1))
        histogram.record(.seconds(60))
        text.begin("c_seconds", .histogram, "C.")
        text.add("c_seconds", [("k", "v")], histogram.snapshot)
        let lines = text.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.prefix(6) == [
                "# HELP a_total A back\\\\slash and a\\nline.", "# TYPE a_total counter", "a_total 3", "# HELP b B.",
                "# TYPE b gauge", "b{x=\"a\\\"b\\\\c\\nd\",y=\"\"} 0.5",
            ])
        #expect(lines[8] == "c_seconds_bucket{k=\"v\",le=\"0.0005\"} 0")
        #expect(lines[9] == "c_seconds_bucket{k=\"v\",le=\"0.001\"} 1")
        #expect(
            lines.suffix(4) == [
                "c_seconds_bucket{k=\"v\",le=\"+Inf\"} 2", "c_seconds_sum{k=\"v\"} 60.001",
                "c_seconds_count{k=\"v\"} 2",
                "",
            ])
    }

    @Test("Numbers that are none have the names of the format")
    func notNumbers() {
        var text = PrometheusText()
        for value in [Double.nan, .infinity, -.infinity] { text.add("x", [], value) }
        #expect(text.text == "x NaN\nx +Inf\nx -Inf\n")
    }
}

@Suite("Metrics of requests") struct RequestMetricsTests {
    @Test("Files of a folder share a label, HEAD counts as GET, and what no route takes makes no label")
    func labels() {
        let metrics = RequestMetrics([
            ("/v1/users/{id}", .get), ("/v1/users/{id}", .post), ("/phone/a.js", .get), ("/phone/b.js", .get),
            ("/phone/", .get),
        ])
        metrics.record("/v1/users/{id}", .head, status: 200, .milliseconds(1))
        metrics.record("/v1/users/{id}", .post, status: 429, .milliseconds(1))
        metrics.record("/phone/a.js", .get, status: 200, .zero)
        metrics.record("/phone/b.js", .get, status: 304, .zero)
        metrics.record("/phone/b.js", .get, status: 200, .zero)
        metrics.record("/phone/", .get, status: 200, .zero)
        for path in ["/v1/users/1", "/phone/c.js", "x"] { metrics.record(path, .get, status: 404, .zero) }
        metrics.record(nil, .options, status: 200, .zero)
        metrics.record("/v1/users/{id}", .patch, status: 405, .zero)
        var text = PrometheusText()
        metrics.write(to: &text)
        let counts = text.text.split(separator: "\n").filter { $0.contains("_count{") }.map {
            String($0.dropFirst("toopher_http_request_duration_seconds_count".utf8.count))
        }
        #expect(
            counts == [
                "{route=\"/phone/\",method=\"GET\",status=\"2xx\"} 1",
                "{route=\"/phone/{file}\",method=\"GET\",status=\"2xx\"} 2",
                "{route=\"/phone/{file}\",method=\"GET\",status=\"3xx\"} 1",
                "{route=\"/v1/users/{id}\",method=\"GET\",status=\"2xx\"} 1",
                "{route=\"/v1/users/{id}\",method=\"POST\",status=\"4xx\"} 1",
                "{route=\"other\",method=\"other\",status=\"2xx\"} 1",
                "{route=\"other\",method=\"other\",status=\"4xx\"} 4",
            ])
    }

    @Test("The time of a wait is known once, and is not that of the next request")
    func heldTime() {
        let connection = ClientConnection()
        #expect(connection.takeHeldTime() == .zero)
        connection.whenEnded {}
        #expect(connection.takeHeldTime() == .zero, "it still waits")
        connection.forget()
        #expect(connection.takeHeldTime() > .zero)
        connection.forget()
        #expect(connection.takeHeldTime() == .zero)
    }
}

#endif
