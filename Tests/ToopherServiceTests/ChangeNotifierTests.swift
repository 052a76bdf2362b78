#if Service

import Synchronization
import Testing

@testable import ToopherService

@Suite("Notification of changes") struct ChangeNotifierTests {
    private final class Counter: Sendable {
        private let value = Mutex(0)
        var now: Int { value.withLock { $0 } }
        func increment() { value.withLock { $0 += 1 } }
    }

    @Test("No notification is lost, whenever it is sent")
    func storm() async throws {
        let changes = ChangeNotifier()
        let counter = Counter()
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    _ = try await changes.wait(
                        for: .device(id: "\(number % 5)"), by: .requester(id: "r"), atMost: .seconds(60)
                    ) {
                        let value = counter.now
                        return (value, value >= 50)
                    }
                }
            }
            for _ in 0..<50 {
                group.addTask {
                    await Task.yield()
                    counter.increment()
                    for topic in 0..<5 { changes.notify(.device(id: "\(topic)")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(changes.waiterCount == 0)
    }

    @Test("A cancelled waiter ends immediately")
    func cancellation() async {
        let changes = ChangeNotifier()
        let waiters = (0..<50).map { number in
            Task {
                try await changes.wait(
                    for: .authenticationRequest(id: "\(number)"), by: .requester(id: "r"), atMost: .seconds(600)
                ) {
                    (number, false)
                }
            }
        }
        while changes.waiterCount < waiters.count { await Task.yield() }
        for waiter in waiters { waiter.cancel() }
        for waiter in waiters {
            await #expect(throws: CancellationError.self) { try await waiter.value }
        }
        #expect(changes.waiterCount == 0)
    }

    @Test("At shutdown every waiter gets the current value, and later calls do not wait")
    func finish() async throws {
        let changes = ChangeNotifier()
        let waiters = (0..<50).map { number in
            Task {
                try await changes.wait(
                    for: .authenticationRequest(id: "\(number)"), by: .requester(id: "r"), atMost: .seconds(600)
                ) {
                    (number, false)
                }
            }
        }
        while changes.waiterCount < waiters.count { await Task.yield() }
        changes.shutDown()
        for (number, waiter) in waiters.enumerated() {
            #expect(try await waiter.value == number)
        }
        let late = try await changes.wait(for: .device(id: "d"), by: .device(id: "d"), atMost: .seconds(600)) {
            (7, false)
        }
        #expect(late == 7 && changes.waiterCount == 0)
    }

    @Test("Beyond its capacity the notifier does not let calls wait")
    func capacity() async throws {
        var limits = WaitLimits()
        limits.total = 0
        let changes = ChangeNotifier(limits: limits)
        let value = try await changes.wait(for: .device(id: "d"), by: .device(id: "d"), atMost: .seconds(600)) {
            (1, false)
        }
        #expect(value == 1)
    }

    @Test("At its deadline a waiter looks once more")
    func deadline() async throws {
        let changes = ChangeNotifier()
        let counter = Counter()
        let looks = try await changes.wait(
            for: .device(id: "d"), by: .device(id: "d"), atMost: .milliseconds(50)
        ) {
            counter.increment()
            return (counter.now, false)
        }
        #expect(looks == 2 && changes.waiterCount == 0)
    }

    @Test("A waiter ends with its connection, without another look", arguments: [false, true])
    func connection(isEndedBefore: Bool) async throws {
        let changes = ChangeNotifier()
        let connection = ClientConnection()
        let counter = Counter()
        if isEndedBefore { connection.end() }
        async let looks = changes.wait(
            for: .device(id: "d"), by: .device(id: "d"), atMost: .seconds(600), on: connection
        ) {
            counter.increment()
            return (counter.now, false)
        }
        while counter.now == 0 { await Task.yield() }
        connection.end()
        #expect(try await looks == 1)
        #expect(changes.waiterCount == 0)
    }

    @Test("A request that arrives behind a waiting one ends the wait, and the next may wait again")
    func queued() async throws {
        let changes = ChangeNotifier()
        let connection = ClientConnection()
        async let first = changes.wait(
            for: .device(id: "d"), by: .device(id: "d"), atMost: .seconds(600), on: connection
        ) { (1, false) }
        while changes.waiterCount == 0 { await Task.yield() }
        connection.queue(1)
        #expect(try await first == 1)
        connection.queue(0)
        async let second = changes.wait(
            for: .device(id: "d"), by: .device(id: "d"), atMost: .seconds(600), on: connection
        ) { (2, false) }
        while changes.waiterCount == 0 { await Task.yield() }
        connection.end()
        #expect(try await second == 2)
    }

    @Test("Waiters are counted for each owner and in all, and every place is given back")
    func counts() {
        var limits = WaitLimits()
        (limits.total, limits.requester, limits.device, limits.page) = (5, 3, 2, 1)
        var counts = WaiterCounts(limits)
        #expect((0..<3).map { _ in counts.take(.device(id: "a")) } == [true, true, false])
        #expect((0..<2).map { _ in counts.take(.page(digest: "a")) } == [true, false])
        #expect((0..<3).map { _ in counts.take(.requester(id: "a")) } == [true, true, false], "no place in all")
        counts.release(.device(id: "a"))
        let isTaken = counts.take(.device(id: "b"))
        #expect(isTaken)
        for owner in [WaiterCounts.Owner.device(id: "a"), .device(id: "b"), .page(digest: "a")] {
            counts.release(owner)
        }
        for _ in 0..<2 { counts.release(.requester(id: "a")) }
        #expect(counts.total == 0)
    }
}

#endif
