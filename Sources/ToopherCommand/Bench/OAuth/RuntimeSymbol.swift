import Glibc
import Synchronization

/// Symbols of the Swift runtime, looked up by name, so that a build without dynamic symbols lacks them.
enum RuntimeSymbol {
    /// The flag that makes the runtime allocate and count references through replaceable pointers, as Instruments does.
    static var countingFlag: UnsafeMutablePointer<Bool>? {
        unsafe address(of: "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly")?
            .assumingMemoryBound(to: Bool.self)
    }

    /// Whether what is done is not counted.
    static let isPaused = Atomic<Bool>(false)

    /// Calls `body` without counting what it does.
    static func withoutCounting(_ body: () throws -> Void) rethrows {
        guard let flag = unsafe countingFlag else { return try body() }
        let wasCounting = unsafe flag.pointee
        isPaused.store(true, ordering: .relaxed)
        // Allocations are counted without the flag too.
        unsafe flag.pointee = false
        defer {
            unsafe flag.pointee = wasCounting
            isPaused.store(false, ordering: .relaxed)
        }
        try body()
    }

    /// Returns the address of a symbol; `nil` if it is missing.
    static func address(of name: String) -> UnsafeMutableRawPointer? {
        guard let handle = unsafe dlopen(nil, RTLD_NOW) else { return nil }
        return unsafe dlsym(handle, name)
    }
}
