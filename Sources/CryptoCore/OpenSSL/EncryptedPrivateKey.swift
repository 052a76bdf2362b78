/// An EncryptedPrivateKeyInfo of PKCS #8.
///
/// RFC 5958 section 3.
@safe
struct EncryptedPrivateKey: ~Copyable {
    /// The most rounds of PBKDF2 that are accepted, one to three seconds of work; OpenSSL writes 2048 unless told otherwise.
    static let maximumRounds: UInt64 = 3_000_000

    /// The greatest product of scrypt's N, r and p that is accepted, one to two seconds of work; OpenSSL writes 2¹⁷.
    static let maximumScryptWork: UInt64 = 1 << 22

    /// The command that decrypts a key.
    static let decryption = "decrypt it: openssl pkey -in KEY -out NEW.pem"

    /// The commands that make a supported key of another one.
    static let remedy = decryption + ", or encrypt it anew: openssl pkcs8 -topk8 -in KEY -out NEW.pem"

    /// The `X509_SIG`.
    let pointer: OpaquePointer

    deinit { unsafe Self.free(pointer) }
}

extension EncryptedPrivateKey {
    /// What it costs to derive the key of the cipher from a passphrase.
    enum Derivation: Equatable {
        /// PBKDF2 with this many rounds. RFC 8018 section 5.2.
        case pbkdf2(rounds: UInt64)
        /// scrypt with this product of N, r and p; `nil` if it overflows. RFC 7914 section 6.
        case scrypt(work: UInt64?)
    }

    /// Refuses a key whose decryption is unsupported, or would take too long.
    borrowing func requireAffordable(kind: String) throws(CryptoError) {
        switch derivation {
        case .pbkdf2(let rounds):
            guard rounds <= Self.maximumRounds else { throw tooCostly(kind) }
        case .scrypt(let work):
            guard let work, work <= Self.maximumScryptWork else { throw tooCostly(kind) }
        case nil:
            throw .invalidKey(
                kind: kind,
                reasons: ["its encryption is not PBES2 with PBKDF2 or scrypt; " + Self.remedy])
        }
    }

    private borrowing func tooCostly(_ kind: String) -> CryptoError {
        .invalidKey(
            kind: kind,
            reasons: ["its passphrase is stretched with too many rounds; " + Self.remedy])
    }
}
