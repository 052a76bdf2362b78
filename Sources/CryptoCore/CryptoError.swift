/// An error of a cryptographic operation.
@nonexhaustive
public enum CryptoError: Error, Sendable, Equatable {
    /// An OpenSSL call failed, for the `reasons` in its error queue, oldest first. Trying again does not help: the
    /// installation lacks the algorithm, memory ran out, or OpenSSL refused the argument.
    case openSSL(operation: String, reasons: [String])
    /// The random generator failed. Do not use other bytes instead.
    case randomUnavailable(reasons: [String])
    /// The key material is not a valid key of this kind. Provide another key.
    case invalidKey(kind: String, reasons: [String])
    /// The private key is encrypted. Give its passphrase, or decrypt the key with `openssl pkey`.
    case passphraseRequired(kind: String)
    /// The passphrase does not decrypt the private key, or the key is damaged. Give another passphrase, or try it with
    /// `openssl pkey`.
    case wrongPassphrase(kind: String)
    /// The sealed bytes, or what was sealed with them, were changed, or another key sealed them. Nothing was decrypted.
    case authenticationFailed
}

extension CryptoError: CustomStringConvertible {
    /// One line for a log; never holds key material.
    public var description: String {
        switch self {
        case .openSSL(let operation, let reasons):
            "OpenSSL failed at \(operation)\(Self.joined(reasons))"
        case .randomUnavailable(let reasons):
            "OpenSSL's random generator failed\(Self.joined(reasons))"
        case .invalidKey(let kind, let reasons):
            "not a valid \(kind)\(Self.joined(reasons))"
        case .passphraseRequired(let kind):
            "the \(kind) is encrypted: give its passphrase, or \(EncryptedPrivateKey.decryption)"
        case .wrongPassphrase(let kind):
            "the passphrase does not decrypt the \(kind), or the key is damaged: give another one, or "
                + EncryptedPrivateKey.decryption
        case .authenticationFailed:
            "the sealed bytes do not open: they or what belongs to them were changed, or another key sealed them"
        }
    }

    private static func joined(_ reasons: [String]) -> String {
        reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; ")
    }
}
