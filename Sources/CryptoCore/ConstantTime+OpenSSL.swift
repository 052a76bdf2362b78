internal import COpenSSL

/// Comparisons whose time does not depend on where two values differ.
public enum ConstantTime {
    /// Whether both hold the same bytes (`CRYPTO_memcmp`). Lengths are not secret: values of
    /// different length answer at once.
    public static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        // Pointers here, because Swift 6.3.1 crashes with -O on an imported function of two spans.
        return unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                return unsafe CRYPTO_memcmp(first, second, left.count) == 0
            }
        }
    }

    /// Whether both hold the same bytes (`CRYPTO_memcmp`).
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        areEqual(left.span, right.span)
    }
}
