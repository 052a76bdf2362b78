internal import COpenSSL

extension RandomBytes {
    /// Returns `count` random bytes.
    ///
    /// - Throws: ``CryptoError/randomUnavailable(reasons:)`` rather than return weaker bytes.
    public static func generate(_ count: Int) throws(CryptoError) -> [UInt8] {
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        guard toopher_random_bytes(&span) == 1 else {
            throw .randomUnavailable(reasons: ErrorQueue.drain())
        }
        return bytes
    }
}
