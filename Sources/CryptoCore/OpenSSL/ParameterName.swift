/// The keys of `OSSL_PARAM` arrays.
///
/// An `OSSL_PARAM` keeps the address of its key. Swift imports OpenSSL's constants, such as `OSSL_MAC_PARAM_DIGEST`, as
/// strings whose bytes exist during one call only. Those of a static string stay.
enum ParameterName {
    /// `OSSL_MAC_PARAM_DIGEST`.
    static var digest: UnsafePointer<CChar> { unsafe address(of: "digest") }
    /// `OSSL_KDF_PARAM_KEY`.
    static var key: UnsafePointer<CChar> { unsafe address(of: "key") }
    /// `OSSL_KDF_PARAM_SALT`.
    static var salt: UnsafePointer<CChar> { unsafe address(of: "salt") }
    /// `OSSL_KDF_PARAM_INFO`.
    static var info: UnsafePointer<CChar> { unsafe address(of: "info") }
    /// `OSSL_KDF_PARAM_PASSWORD`.
    static var password: UnsafePointer<CChar> { unsafe address(of: "pass") }
    /// `OSSL_KDF_PARAM_SCRYPT_N`.
    static var scryptN: UnsafePointer<CChar> { unsafe address(of: "n") }
    /// `OSSL_KDF_PARAM_SCRYPT_R`.
    static var scryptR: UnsafePointer<CChar> { unsafe address(of: "r") }
    /// `OSSL_KDF_PARAM_SCRYPT_P`.
    static var scryptP: UnsafePointer<CChar> { unsafe address(of: "p") }
    /// `OSSL_KDF_PARAM_SCRYPT_MAXMEM`.
    static var scryptMemory: UnsafePointer<CChar> { unsafe address(of: "maxmem_bytes") }
    /// `OSSL_PKEY_PARAM_GROUP_NAME`.
    static var group: UnsafePointer<CChar> { unsafe address(of: "group") }
    /// `OSSL_PKEY_PARAM_PUB_KEY`.
    static var publicKey: UnsafePointer<CChar> { unsafe address(of: "pub") }
    /// `OSSL_PKEY_PARAM_PRIV_KEY`.
    static var privateKey: UnsafePointer<CChar> { unsafe address(of: "priv") }

    /// `OSSL_PKEY_PARAM_RSA_N`.
    static var rsaModulus: UnsafePointer<CChar> { unsafe address(of: "n") }
    /// `OSSL_PKEY_PARAM_RSA_E`.
    static var rsaExponent: UnsafePointer<CChar> { unsafe address(of: "e") }
    /// `OSSL_PKEY_PARAM_RSA_D`.
    static var rsaPrivateExponent: UnsafePointer<CChar> { unsafe address(of: "d") }
    /// `OSSL_PKEY_PARAM_RSA_FACTOR1`.
    static var rsaFactor1: UnsafePointer<CChar> { unsafe address(of: "rsa-factor1") }
    /// `OSSL_PKEY_PARAM_RSA_FACTOR2`.
    static var rsaFactor2: UnsafePointer<CChar> { unsafe address(of: "rsa-factor2") }
    /// `OSSL_PKEY_PARAM_RSA_EXPONENT1`.
    static var rsaExponent1: UnsafePointer<CChar> { unsafe address(of: "rsa-exponent1") }
    /// `OSSL_PKEY_PARAM_RSA_EXPONENT2`.
    static var rsaExponent2: UnsafePointer<CChar> { unsafe address(of: "rsa-exponent2") }
    /// `OSSL_PKEY_PARAM_RSA_COEFFICIENT1`.
    static var rsaCoefficient1: UnsafePointer<CChar> { unsafe address(of: "rsa-coefficient1") }

    /// The value of `digest` for SHA-256.
    static var sha256: UnsafePointer<CChar> { unsafe address(of: "SHA256") }
    /// The value of `group` for P-256.
    static var p256: UnsafePointer<CChar> { unsafe address(of: "prime256v1") }

    /// Returns the address of a literal, which ends in NUL.
    private static func address(of literal: StaticString) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
