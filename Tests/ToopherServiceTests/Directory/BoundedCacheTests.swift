#if Service

import Synchronization
import Testing

@testable import ToopherService

@Suite("The cache of values")
final class BoundedCacheTests {
    private let cache = BoundedCache<Int, String>(capacity: 10)
    private let loads = Mutex(0)

    private func value(_ key: Int) async -> String? {
        await cache.value(key) {
            loads.withLock { $0 += 1 }
            return key < 0 ? nil : "\(key)"
        }
    }

    @Test("A value is made once, a missing one each time")
    func once() async {
        for _ in 0..<3 { #expect(await value(1) == "1") }
        #expect(loads.withLock { $0 } == 1)
        for _ in 0..<3 { #expect(await value(-1) == nil) }
        #expect(loads.withLock { $0 } == 4)
        cache.remove(1)
        #expect(await value(1) == "1")
        cache.removeAll()
        #expect(await value(1) == "1")
        #expect(loads.withLock { $0 } == 6)
    }

    @Test("It does not grow beyond its capacity, and keeps the newest value")
    func bounded() async {
        for key in 0..<1000 { #expect(await value(key) == "\(key)") }
        #expect(await value(999) == "999")
        #expect(loads.withLock { $0 } == 1000)
        var again = 0
        for key in 0..<1000 {
            let before = loads.withLock { $0 }
            _ = await value(key)
            again += loads.withLock { $0 } - before
        }
        #expect(again >= 990)
    }

    @Test("A value that was removed while it was made is not kept")
    func removedMeanwhile() async {
        let first = await cache.value(1) {
            cache.remove(1)
            return "old"
        }
        #expect(first == "old")
        #expect(await value(1) == "1")
    }
}

#endif
