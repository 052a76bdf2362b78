import Glibc
import Synchronization

/// A counter of the objects that the Swift runtime allocates.
///
/// Once a flag is set, the runtime calls `swift_allocObject` through a replaceable pointer; see `RuntimeSymbol`.
enum AllocationCounter {
    private typealias Allocate =
        @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?

    private nonisolated(unsafe) static var original: Allocate?
    private static let count = Atomic<Int>(0)
    private static let thread = Atomic<UInt>(0)

    /// Returns the number of objects that `body` allocates on the calling thread; `nil` where they cannot be counted.
    ///
    /// Only one call may run at a time.
    static func count(_ body: () throws -> Void) rethrows -> Int? {
        guard let pointer = unsafe RuntimeSymbol.address(of: "_swift_allocObject"),
            let flag = unsafe RuntimeSymbol.countingFlag
        else { return nil }
        let slot = unsafe pointer.assumingMemoryBound(to: Optional<Allocate>.self)
        guard unsafe slot.pointee != nil else { return nil }
        unsafe original = slot.pointee
        count.store(0, ordering: .relaxed)
        thread.store(currentThread, ordering: .relaxed)
        unsafe slot.pointee = { metadata, size, alignment in
            unsafe AllocationCounter.allocate(metadata, size, alignment)
        }
        unsafe flag.pointee = true
        defer {
            unsafe flag.pointee = false
            unsafe slot.pointee = original
        }
        try body()
        return count.load(ordering: .relaxed)
    }

    private static func allocate(
        _ metadata: UnsafeRawPointer?, _ size: Int, _ alignment: Int
    ) -> UnsafeMutableRawPointer? {
        let isCounted =
            thread.load(ordering: .relaxed) == currentThread && !RuntimeSymbol.isPaused.load(ordering: .relaxed)
        if isCounted { count.add(1, ordering: .relaxed) }
        return unsafe original?(metadata, size, alignment)
    }

    private static var currentThread: UInt {
        UInt(pthread_self())
    }
}
