#if Service

import Testing

@testable import ToopherService

/// Who gets which place.
@Suite("The places of push messages") struct PushQueueTests {
    private func notice(
        _ device: String, _ requester: String = "shop", pairing: String? = nil, from: Int64 = 0, isDelayed: Bool = false
    ) -> PushNotice {
        PushNotice(
            deviceID: device, requesterID: requester, pairingID: pairing ?? device, subjectID: "s", from: from,
            until: 100, isDelayed: isDelayed)
    }

    private func queue(waiting: Int = 16, concurrency: Int = 4) -> PushQueue {
        var limits = PushLimits()
        (limits.waiting, limits.concurrency) = (waiting, concurrency)
        return PushQueue(limits)
    }

    @Test("A requester has a quarter of the places")
    func requesters() {
        var queue = queue()
        let own = (0..<4).map { notice("d\($0)") }
        let fates = own.map { queue.add($0) }
        #expect(fates == [.taken, .taken, .taken, .taken])
        let further = queue.add(notice("d4"))
        let others = queue.add(notice("d4", "other"))
        #expect(further == .refused && others == .taken && queue.count == 5)
        queue.remove(own[0])
        let again = queue.add(notice("d5"))
        #expect(again == .taken && queue.count == 5)
    }

    @Test("What is shown later holds one place for each pairing, that of the newest request")
    func delayed() {
        var queue = queue()
        let first = queue.add(notice("d", pairing: "p", from: 10, isDelayed: true))
        let second = queue.add(notice("d", pairing: "p", from: 20, isDelayed: true))
        let other = queue.add(notice("d", pairing: "q", from: 10, isDelayed: true))
        #expect(first == .taken && second == .merged && other == .taken && queue.count == 2)
        let early = queue.delayedNotice(of: "p", at: 10)
        let due = queue.delayedNotice(of: "p", at: 20)
        let gone = queue.delayedNotice(of: "p", at: 20)
        #expect(early?.from == 20 && due?.from == 20 && gone == nil)
        queue.removeDelayed("q")
        queue.removeDelayed("q")
        #expect(queue.count == 1)
    }

    @Test("A phone is sent one message at a time, and one more behind it")
    func devices() {
        var queue = queue()
        var (sent, behind, newer, late) = (notice("d", "a"), notice("d", "b"), notice("d", "c"), notice("d", "e"))
        (sent.attempts, late.isDelayed) = (1, true)
        for each in [sent, behind, newer, late] { _ = queue.add(each) }
        let turns = [queue.begin(sent), queue.begin(behind), queue.begin(newer), queue.begin(late)]
        #expect(turns == [.now, .later, .later, .never])
        // The place of the one that the newer one has replaced.
        #expect(queue.count == 3)
        let otherPhone = queue.begin(notice("other"))
        #expect(otherPhone == .now)
        let next = queue.end("d")
        let none = queue.end("d")
        #expect(next == newer && none == nil)
        let again = queue.begin(newer)
        #expect(again == .now)
    }

    @Test("A push service that does not respond leaves places for another one")
    func hosts() {
        var queue = queue(concurrency: 4)
        let turns = (0..<5).map { queue.enter("slow", with: notice("d\($0)")) }
        #expect(turns == [.now, .now, .now, .later, .later])
        let other = queue.enter("fast", with: notice("d9"))
        #expect(other == .now)
        let next = [queue.leave("slow"), queue.leave("slow"), queue.leave("slow"), queue.leave("slow")]
        #expect(next.map { $0?.deviceID } == ["d3", "d4", nil, nil])
        let free = queue.enter("slow", with: notice("d3"))
        #expect(free == .now)
    }
}

#endif
