internal import COpenSSL

/// The keys of OSSL_PARAM arrays.
///
/// An OSSL_PARAM keeps the address of its key. OpenSSL's own constants (`OSSL_MAC_PARAM_DIGEST`
/// and the like) reach Swift as strings whose bytes exist only during one call, so the names are
/// written again here as static strings, whose address never goes away.
enum ParameterName {
    /// `OSSL_MAC_PARAM_DIGEST`
    static var digest: UnsafePointer<CChar> { unsafe address(of: "digest") }
    /// `OSSL_PKEY_PARAM_GROUP_NAME`
    static var group: UnsafePointer<CChar> { unsafe address(of: "group") }
    /// `OSSL_PKEY_PARAM_PUB_KEY`
    static var publicKey: UnsafePointer<CChar> { unsafe address(of: "pub") }
    /// `OSSL_PKEY_PARAM_PRIV_KEY`
    static var privateKey: UnsafePointer<CChar> { unsafe address(of: "priv") }

    /// `OSSL_PKEY_PARAM_RSA_E`
    static var rsaExponent: UnsafePointer<CChar> { unsafe address(of: "e") }

    /// The value of `group` for P-256.
    static var p256: UnsafePointer<CChar> { unsafe address(of: "prime256v1") }

    /// The bytes of a literal, which end in NUL.
    private static func address(of literal: StaticString) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
