internal import CryptoCore
internal import Platform

/// Memory that requests are signed or verified in, one after the other.
protocol Scratch: ~Copyable {
    init() throws(CryptoError)
    /// The approximate number of bytes of memory that is kept for the next request.
    var keptBytes: Int { get }
}

/// A pool of scratches. A task that takes one has exclusive use of it until it returns it.
final class ScratchPool<Kind: Scratch & ~Copyable & SendableMetatype>: Sendable {
    /// A scratch that a task can keep across a suspension.
    final class Box: @unchecked Sendable {
        // Sendable because the pool lends each box to one task at a time.
        var scratch: Kind

        init() throws(CryptoError) {
            scratch = try Kind()
        }
    }

    private let idle = Lock<[Box]>([])

    /// Takes a scratch out of the pool, or creates one.
    func take() throws(CryptoError) -> Box {
        if let box = idle.withLock({ $0.popLast() }) { box } else { try Box() }
    }

    /// Returns a scratch to the pool, unless a large request has grown it: clients decide how large requests are.
    func giveBack(_ box: Box) {
        guard box.scratch.keptBytes <= 64 << 10 else { return }
        idle.withLock { if $0.count < 64 { $0.append(box) } }
    }
}
