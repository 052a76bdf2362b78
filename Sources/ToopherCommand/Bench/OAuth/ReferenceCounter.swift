import Glibc
import Synchronization

/// A counter of the references that a thread counts: retains and releases of objects.
///
/// Each of them writes to the object, so one of an object that threads share moves its cache line from core to core. They
/// are seen in the same way as allocations, see `AllocationCounter`.
enum ReferenceCounter {
    private typealias Retain = @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
    private typealias RetainMany = @convention(c) (UnsafeMutableRawPointer?, UInt32) -> UnsafeMutableRawPointer?
    private typealias Release = @convention(c) (UnsafeMutableRawPointer?) -> Void
    private typealias ReleaseMany = @convention(c) (UnsafeMutableRawPointer?, UInt32) -> Void

    private nonisolated(unsafe) static var retain: Retain?
    private nonisolated(unsafe) static var retainMany: RetainMany?
    private nonisolated(unsafe) static var release: Release?
    private nonisolated(unsafe) static var releaseMany: ReleaseMany?
    private static let count = Atomic<Int>(0)
    private static let thread = Atomic<UInt>(0)

    /// Returns the number of retains and releases by `body` on the calling thread; `nil` where they cannot be counted.
    ///
    /// Only one call may run at a time.
    static func count(_ body: () throws -> Void) rethrows -> Int? {
        guard let retainSlot = unsafe slot("_swift_retain", Retain.self),
            let retainManySlot = unsafe slot("_swift_retain_n", RetainMany.self),
            let releaseSlot = unsafe slot("_swift_release", Release.self),
            let releaseManySlot = unsafe slot("_swift_release_n", ReleaseMany.self),
            let flag = unsafe RuntimeSymbol.countingFlag
        else { return nil }
        unsafe (retain, retainMany) = (retainSlot.pointee, retainManySlot.pointee)
        unsafe (release, releaseMany) = (releaseSlot.pointee, releaseManySlot.pointee)
        count.store(0, ordering: .relaxed)
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        unsafe retainSlot.pointee = { object in
            ReferenceCounter.note(unsafe object != nil)
            return unsafe ReferenceCounter.retain?(object)
        }
        unsafe retainManySlot.pointee = { object, number in
            ReferenceCounter.note(unsafe object != nil)
            return unsafe ReferenceCounter.retainMany?(object, number)
        }
        unsafe releaseSlot.pointee = { object in
            ReferenceCounter.note(unsafe object != nil)
            unsafe ReferenceCounter.release?(object)
        }
        unsafe releaseManySlot.pointee = { object, number in
            ReferenceCounter.note(unsafe object != nil)
            unsafe ReferenceCounter.releaseMany?(object, number)
        }
        unsafe flag.pointee = true
        defer {
            unsafe flag.pointee = false
            unsafe (retainSlot.pointee, retainManySlot.pointee) = (retain, retainMany)
            unsafe (releaseSlot.pointee, releaseManySlot.pointee) = (release, releaseMany)
        }
        try body()
        return count.load(ordering: .relaxed)
    }

    private static func slot<Function>(
        _ name: String, _ type: Function.Type
    ) -> UnsafeMutablePointer<Function?>? {
        guard let pointer = unsafe RuntimeSymbol.address(of: name) else { return nil }
        let slot = unsafe pointer.assumingMemoryBound(to: Optional<Function>.self)
        return unsafe slot.pointee == nil ? nil : slot
    }

    private static func note(_ isObject: Bool) {
        if isObject, thread.load(ordering: .relaxed) == UInt(pthread_self()) { count.add(1, ordering: .relaxed) }
    }
}
