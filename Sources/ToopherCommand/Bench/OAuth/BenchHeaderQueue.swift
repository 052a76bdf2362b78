/// `Authorization` headers that were made ready outside of what is measured, so few at a time that they
/// are as near to the processor as a request that has just arrived.
struct BenchHeaderQueue {
    /// The headers that are made ready together.
    private static let count = 32 * BenchMeter.batch

    private var bytes: [UInt8] = []
    private var ends = [0]
    private var index = 0

    /// Whether it is time for the next ones.
    var isEmpty: Bool { index == ends.count - 1 }

    /// Makes the next ones ready.
    /// - Parameter make: adds one header.
    mutating func refill(_ make: (_ add: (Span<UInt8>) -> Void) throws -> Void) rethrows {
        bytes.removeAll(keepingCapacity: true)
        ends.removeLast(ends.count - 1)
        index = 0
        for _ in 0..<Self.count {
            try make { header in
                for index in header.indices { bytes.append(header[index]) }
            }
            ends.append(bytes.count)
        }
    }

    /// The header whose turn it is.
    var current: Span<UInt8> {
        @_lifetime(borrow self) get { bytes.span.extracting(ends[index]..<ends[index + 1]) }
    }

    /// Goes on to the next one.
    mutating func advance() { index += 1 }
}
