#if Service

internal import CryptoCore

/// A source of random bytes. Tests supply their own.
typealias RandomSource = @Sendable (_ count: Int) throws(CryptoError) -> [UInt8]

#endif
