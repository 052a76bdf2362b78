#if Service

import Testing

@testable import ToopherService

@Suite("Histograms") struct HistogramTests {
    @Test("What took exactly a bound counts there, and what took longer in the next")
    func bounds() {
        let histogram = Histogram()
        for bound in Histogram.bounds {
            histogram.record(.nanoseconds(Int64(bound.nanoseconds)))
            histogram.record(.nanoseconds(Int64(bound.nanoseconds) + 1))
        }
        let snapshot = histogram.snapshot
        #expect(snapshot.counts == [1] + Array(repeating: 2, count: Histogram.bounds.count - 1) + [1])
        #expect(snapshot.total == UInt64(2 * Histogram.bounds.count))
        let sum = Histogram.bounds.reduce(UInt64(0)) { $0 + 2 * $1.nanoseconds + 1 }
        #expect(snapshot.nanoseconds == sum)
    }

    @Test("A negative duration counts as none, and the longest overflows nothing")
    func extremes() {
        let histogram = Histogram()
        histogram.record(.seconds(-5))
        #expect(histogram.snapshot.nanoseconds == 0 && histogram.snapshot.counts[0] == 1)
        histogram.record(.seconds(Int64.max))
        #expect(histogram.snapshot.counts.last == 1)
    }

    @Test("What many record at once is all counted")
    func concurrency() async {
        let histogram = Histogram()
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1000 { histogram.record(.milliseconds(3)) } }
            }
        }
        #expect(histogram.snapshot.total == 8000 && histogram.snapshot.counts[3] == 8000)
        #expect(histogram.snapshot.nanoseconds == 8000 * 3_000_000)
    }
}

#endif
