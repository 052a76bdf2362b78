/// Unique nonces of 16 letters, counted up from a random start.
struct BenchNonces {
    /// The current nonce.
    private(set) var current = BenchFixture.nonce
    private var number = UInt64.random(in: 0 ... .max)

    /// Advances to the next nonce.
    mutating func advance() {
        number &+= 1
        for position in current.indices {
            current[position] = UInt8(ascii: "a") + UInt8(truncatingIfNeeded: number >> UInt64(4 * position)) & 15
        }
    }
}
