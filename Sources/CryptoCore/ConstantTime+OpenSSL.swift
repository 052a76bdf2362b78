internal import COpenSSL

/// Comparisons whose time does not depend on where two values differ.
public enum ConstantTime {
    /// Whether both hold the same bytes (`CRYPTO_memcmp`). Lengths are not secret: values of
    /// different length answer at once.
    public static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        let count = left.count
        return unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return unsafe CRYPTO_memcmp(left, right, count) == 0
            }
        }
    }

    /// Whether both hold the same bytes (`CRYPTO_memcmp`).
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        areEqual(left.span, right.span)
    }
}
