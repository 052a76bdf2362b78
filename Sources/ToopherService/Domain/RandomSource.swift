#if Service

internal import CryptoCore

/// Where random bytes come from; tests put their own in.
typealias RandomSource = @Sendable (_ count: Int) throws(CryptoError) -> [UInt8]

#endif
