internal import CryptoCore
internal import Synchronization

/// Memory that requests are signed or verified in, one after the other.
protocol Scratch: ~Copyable {
    init() throws(CryptoError)
    /// The bytes of memory that are kept for the next request, roughly.
    var keptBytes: Int { get }
}

/// Scratches that change hands between tasks: whoever takes one out is its only user until it is
/// put back.
final class ScratchPool<Kind: Scratch & ~Copyable & SendableMetatype>: Sendable {
    /// A scratch that a task can hold across a suspension.
    final class Box: @unchecked Sendable {
        // Sendable because the pool hands each box to one task at a time.
        var scratch: Kind

        init() throws(CryptoError) {
            scratch = try Kind()
        }
    }

    private let idle = Mutex<[Box]>([])

    func take() throws(CryptoError) -> Box {
        if let box = idle.withLock({ $0.popLast() }) { box } else { try Box() }
    }

    /// One that a large request has grown is dropped: a stranger decides how large requests are.
    func giveBack(_ box: Box) {
        guard box.scratch.keptBytes <= 64 << 10 else { return }
        idle.withLock { if $0.count < 64 { $0.append(box) } }
    }
}
