internal import CryptoCore

/// The keys that the signature of an unknown consumer is computed with, so that its response takes as long as that of a
/// known one.
struct DummyKeys: Sendable {
    private let hmacSHA1: HMACKey
    private let hmacSHA256: HMACKey
    private let hmacSHA512: HMACKey
    private let rsa: RSAPublicKey
    private let plaintext: PreparedKey

    init() throws(CryptoError) {
        let secret = SecretBytes(try RandomBytes.generate(32))
        hmacSHA1 = try HMACKey(.sha1, key: secret)
        hmacSHA256 = try HMACKey(.sha256, key: secret)
        hmacSHA512 = try HMACKey(.sha512, key: secret)
        rsa = try Self.publicKey.get()
        plaintext = try PreparedKey(.plaintext(consumerSecret: secret))
    }

    /// Does the work of checking a signature, without a result and without counting references to the keys.
    func check(
        _ signature: Span<UInt8>, for baseString: Span<UInt8>, _ method: SignatureMethod,
        using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) {
        switch method {
        case .hmacSHA1: _ = try hmacSHA1.isValid(signature, for: baseString, using: workspace)
        case .hmacSHA256: _ = try hmacSHA256.isValid(signature, for: baseString, using: workspace)
        case .hmacSHA512: _ = try hmacSHA512.isValid(signature, for: baseString, using: workspace)
        case .rsaSHA1, .rsaSHA256, .rsaSHA512:
            _ = try rsa.isValidSignature(signature, for: baseString, using: method.hash)
        case .plaintext: _ = try plaintext.isValid(signature, for: baseString, using: workspace)
        }
    }

    /// Parsed once for all verifiers.
    private static let publicKey = Result { () throws(CryptoError) in try RSAPublicKey(pemRepresentation: publicKeyPEM)
    }

    /// A key of 2048 bits, whose private key was not kept. Its owner would be an unknown consumer, too.
    private static let publicKeyPEM = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7x9jWBDPgCJyrOESzU+W
        F8PyTg7b8SwBd+rSABpKt8G7Ip3FHti4gq+g8oXp5l0akGlWfIF2ParCccDwQkJl
        2RVIya8pTA3+ZnCQRL8SQDbZrYXeVh89HjmuYEbolqp0/YZgpdprMJSQ26jBFI6D
        D8BH0uJutuNocFx6JuKgkhsClPaotcTLIqB8Mm71gHePJkTRaMk0dqvRxIxLa7a+
        Tq8eWJFQB8xq9h8UYr4aQrRHsGeJkA6l1SWVxw0m2IqIwkNtll3d2bb6BQmE9c9l
        3sOawZUbp2wU7ogHr63NRnjVR3a7XJ82eGwyq8Gy9rAo0saMZDODfSMGexGiATPm
        VQIDAQAB
        -----END PUBLIC KEY-----
        """
}
