#if Service

import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("What a node has done lately") struct ActivityTests {
    private static func reading(_ time: Int64, _ approvals: UInt64, _ durations: [Duration]) -> ActivitySamples.Reading
    {
        let histogram = Histogram()
        for duration in durations { histogram.record(duration) }
        return .init(time: time, approvals: approvals, denials: 2 * approvals, requests: histogram.snapshot)
    }

    @Test("A sample is what came between two readings, and there are no more than there is room for") func bounded() {
        let samples = ActivitySamples()
        samples.take(Self.reading(0, 5, []))
        #expect(samples.samples.isEmpty, "there is nothing to compare with")
        samples.take(Self.reading(15, 7, [.milliseconds(1)]))
        samples.take(Self.reading(30, 7, [.milliseconds(1)]))
        #expect(samples.samples.map(\.approvals) == [2, 0] && samples.samples.map(\.denials) == [4, 0])
        #expect(samples.samples.map(\.requests) == [1, 0] && samples.samples[1].latency == nil)
        for number in 0..<Int64(ActivitySamples.capacity) {
            samples.take(Self.reading(45 + number, 8 + UInt64(number), []))
        }
        #expect(samples.samples.count == ActivitySamples.capacity && samples.samples[0].time == 45)
    }

    @Test("A quantile lies between the bounds of its count") func quantile() throws {
        #expect(Histogram().snapshot.quantile(0.95) == nil)
        let histogram = Histogram()
        for _ in 0..<95 { histogram.record(.milliseconds(1)) }
        for _ in 0..<5 { histogram.record(.milliseconds(80)) }
        let snapshot = histogram.snapshot
        #expect(snapshot.quantile(0.95) == 1_000_000)
        #expect(snapshot.quantile(0) == 500_000 && snapshot.quantile(1) == 100_000_000)
        #expect(try #require(snapshot.quantile(0.96)) > 50_000_000)
        histogram.record(.seconds(3600))
        #expect(histogram.snapshot.since(snapshot).quantile(0.5) == 10_000_000_000, "longer than the last bound")
        #expect(snapshot.adding(snapshot).total == 200 && snapshot.since(snapshot).total == 0)
    }

    @Test("A plot is a line from the left to the right; what is missing is a gap, and one value a dot") func plot() {
        func line(_ values: [Double?], places: Int = 5) -> String {
            let text = AdminPlot(values, places: places).markup.text
            return String(text.split(separator: "<path d=\"")[1].prefix { $0 != "\"" })
        }
        #expect(line([]) == "")
        #expect(line([0, 2, 4]) == "M240.0 92.0h0L360.0 48.0L480.0 4.0")
        #expect(line([4, nil, 4]) == "M240.0 4.0h0M480.0 4.0h0")
        #expect(line([nil, nil]) == "" && line([0]) == "M480.0 92.0h0")
        #expect(line([9, 9, 9, 0, 0], places: 2) == "M0.0 92.0h0L480.0 92.0", "only the last ones")
        #expect(AdminPlot.text(-0.04) == "0.0" && AdminPlot.text(1.25) == "1.3" && AdminPlot.text(12) == "12.0")
    }

    @Test("The desk shows what was approved and denied, how many requests there were, and how long they took")
    func page() async throws {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            #expect(try await desk.get("/admin/activity").text.contains("Nothing was measured yet."))
            let sampler = ActivitySampler(core: harness.service.core)
            sampler.take()
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for decision in [true, true, false] {
                let id = try await harness.post(
                    "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
                ).json["id"].text
                #expect(try await phone.decide(decision ? .approve : .deny, on: id).status == 200)
            }
            // What is counted is what the log has.
            try await harness.seal()
            harness.clock.advance(by: 15)
            sampler.take()
            let sample = try #require(harness.service.core.metrics?.activity.samples.first)
            #expect(sample.approvals == 2 && sample.denials == 1 && sample.requests > 8 && sample.latency ?? 0 > 0)
            let page = try await desk.get("/admin/activity").text
            #expect(page.matches(of: /<svg/).count == 4 && !page.contains("style="))
            #expect(page.contains("<bdi><b>2</b></bdi> in all") && page.contains("<bdi><b>1</b></bdi> in all"))
        }
    }
}

#endif
