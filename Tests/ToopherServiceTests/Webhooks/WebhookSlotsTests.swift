#if Service

import Testing

@testable import ToopherService

@Suite("How many webhooks are sent at once") struct WebhookSlotsTests {
    private func slots(_ inAll: Int = 8, _ each: Int = 3) -> WebhookSlots {
        var limits = WebhookLimits()
        (limits.concurrency, limits.concurrencyPerRequester) = (inAll, each)
        return WebhookSlots(limits)
    }

    @Test("There are so many places for each endpoint and in all, and what has ended gives its own back")
    func limits() {
        var slots = slots()
        #expect(slots.free("a") == 3)
        slots.begin("a", count: 2)
        #expect(slots.free("a") == 1 && slots.free("b") == 3)
        slots.begin("b", count: 3)
        #expect(slots.free("b") == 0 && slots.free("c") == 3)
        slots.begin("c", count: 2)
        #expect(slots.free("c") == 1 && slots.free("d") == 1)
        slots.begin("d", count: 1)
        #expect(slots.free("a") == 0 && slots.free("e") == 0)
        slots.end("b", .fast, at: 0)
        #expect(slots.free("a") == 1 && slots.free("b") == 1)
        slots.end("nobody", .fast, at: 0)
        #expect(slots.free("a") == 1)
    }

    @Test("An endpoint that fails or is slow has one place, and all of them half of the places")
    func suspects() {
        var slots = slots(4, 3)
        for (id, ending) in [("a", WebhookSlots.Ending.failed(retryAfter: nil)), ("b", .slow), ("c", .slow)] {
            slots.begin(id, count: 1)
            #expect(slots.free(id) == 2)
            slots.end(id, ending, at: 0)
            #expect(slots.free(id) == 1)
        }
        slots.begin("a", count: 1)
        #expect(slots.free("a") == 0 && slots.free("b") == 1)
        slots.begin("b", count: 1)
        #expect(slots.free("c") == 0 && slots.free("healthy") == 2)
        slots.end("b", .fast, at: 0)
        #expect(slots.free("b") == 1, "one fast delivery may be chance")
        for _ in 1..<WebhookSlots.fastAfter {
            slots.begin("b", count: 1)
            slots.end("b", .fast, at: 0)
        }
        #expect(slots.free("b") == 3 && slots.free("c") == 1)
    }

    @Test("After failures there is a pause, which grows to a minute or to what is asked for, and ends with a success")
    func pauses() {
        var slots = slots()
        var pauses: [Int64] = []
        for _ in 0..<70 {
            slots.begin("a", count: 1)
            slots.end("a", .failed(retryAfter: nil), at: 100)
            pauses.append(slots.pause(of: "a") - 100)
        }
        #expect(pauses.prefix(6) == [5, 10, 20, 40, 60, 60] && pauses.last == 60)
        for (asked, pause) in [(Int64(90), Int64(90)), (1, 60), (-5, 60), (.max, 3600)] {
            slots.begin("a", count: 1)
            slots.end("a", .failed(retryAfter: asked), at: 100)
            #expect(slots.pause(of: "a") == 100 + pause)
        }
        #expect(slots.pause(of: "b") == .min)
        slots.begin("a", count: 1)
        slots.end("a", .fast, at: 100)
        #expect(slots.pause(of: "a") == .min && slots.free("a") == 3)
    }
}

#endif
