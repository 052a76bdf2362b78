internal import COpenSSL

extension ConstantTime {
    /// Returns whether two values hold the same bytes.
    ///
    /// Lengths are not secret: if they differ, the bytes are not compared.
    public static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        // Swift 6.3.1: an imported function with two spans crashes the compiler at -O.
        return unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                return unsafe CRYPTO_memcmp(first, second, left.count) == 0
            }
        }
    }
}
