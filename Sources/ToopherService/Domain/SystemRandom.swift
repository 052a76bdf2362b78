#if Service

internal import CryptoCore

/// The operating system's random bytes.
enum SystemRandom {
    static let source: RandomSource = { (count: Int) throws(CryptoError) in try RandomBytes.generate(count) }
}

#endif
