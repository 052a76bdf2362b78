/// A queue of `Authorization` headers that are prepared outside of the measurement. They are so few that they stay in the
/// cache, as a request does that has just been received.
struct BenchHeaderQueue {
    /// The number of headers that are prepared together.
    private static let count = 32 * BenchMeter.batch

    private var bytes: [UInt8] = []
    private var ends = [0]
    private var index = 0

    /// Whether all headers have been used.
    var isEmpty: Bool { index == ends.count - 1 }

    /// Prepares the next headers.
    ///
    /// - Parameter make: Adds one header.
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

    /// The current header.
    var current: Span<UInt8> {
        @_lifetime(borrow self) get { bytes.span.extracting(ends[index]..<ends[index + 1]) }
    }

    /// Advances to the next header.
    mutating func advance() { index += 1 }
}
