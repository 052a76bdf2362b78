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
                    _ = try await changes.wait(for: .device(id: "\(number % 5)"), atMost: .seconds(60)) {
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
                try await changes.wait(for: .authenticationRequest(id: "\(number)"), atMost: .seconds(600)) {
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
                try await changes.wait(for: .authenticationRequest(id: "\(number)"), atMost: .seconds(600)) {
                    (number, false)
                }
            }
        }
        while changes.waiterCount < waiters.count { await Task.yield() }
        changes.shutDown()
        for (number, waiter) in waiters.enumerated() {
            #expect(try await waiter.value == number)
        }
        let late = try await changes.wait(for: .device(id: "d"), atMost: .seconds(600)) { (7, false) }
        #expect(late == 7 && changes.waiterCount == 0)
    }

    @Test("Beyond its capacity the notifier does not let calls wait")
    func capacity() async throws {
        let changes = ChangeNotifier(capacity: 0)
        let value = try await changes.wait(for: .device(id: "d"), atMost: .seconds(600)) { (1, false) }
        #expect(value == 1)
    }
}

#endif
