#if Service

internal import CryptoCore

enum SystemRandom {
    static let source: RandomSource = { (count: Int) throws(CryptoError) in try RandomBytes.generate(count) }
}

#endif
