internal import CryptoCore

/// What the signature of an unknown consumer is computed with, for each method: nobody's keys, so
/// that the answer takes as long as it does for a consumer who exists.
struct DummyKeys: Sendable {
    private let hmacSHA1: PreparedKey
    private let hmacSHA256: PreparedKey
    private let hmacSHA512: PreparedKey
    private let rsa: RSAPublicKey
    private let plaintext: PreparedKey

    init() throws(CryptoError) {
        let secret = SecretBytes(try RandomBytes.generate(32))
        hmacSHA1 = try PreparedKey(.hmac(.sha1, consumerSecret: secret))
        hmacSHA256 = try PreparedKey(.hmac(.sha256, consumerSecret: secret))
        hmacSHA512 = try PreparedKey(.hmac(.sha512, consumerSecret: secret))
        rsa = try Self.nobody.get()
        plaintext = try PreparedKey(.plaintext(consumerSecret: secret))
    }

    func key(for method: SignatureMethod) -> PreparedKey {
        switch method {
        case .hmacSHA1: hmacSHA1
        case .hmacSHA256: hmacSHA256
        case .hmacSHA512: hmacSHA512
        case .rsaSHA1: .rsa(.sha1, rsa, nil)
        case .rsaSHA256: .rsa(.sha256, rsa, nil)
        case .rsaSHA512: .rsa(.sha512, rsa, nil)
        case .plaintext: plaintext
        }
    }

    /// Read once for all verifiers.
    private static let nobody = Result { () throws(CryptoError) in try RSAPublicKey(pemRepresentation: nobodysKey) }

    /// Of 2048 bits. Its private half was thrown away; even its owner would be an unknown consumer.
    private static let nobodysKey = """
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
