#if Service

internal import CryptoCore

/// Where random bytes come from; tests put their own in.
typealias RandomSource = @Sendable (_ count: Int) throws(CryptoError) -> [UInt8]

enum SystemRandom {
    static let source: RandomSource = { (count: Int) throws(CryptoError) in try RandomBytes.generate(count) }
}

#endif
