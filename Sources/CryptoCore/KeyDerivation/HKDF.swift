/// HKDF, which derives keys from one secret with much entropy, and not from a passphrase.
///
/// RFC 5869.
public enum HKDF {
    /// Returns `count` bytes that are derived with SHA-256.
    ///
    /// Different `info` gives keys that say nothing about each other.
    ///
    /// - Parameters:
    ///   - inputKey: The secret.
    ///   - salt: Bytes that need not be secret; none are as good as 32 zeros.
    ///   - info: What the derived key is for, at most 1024 bytes.
    ///   - count: The length of the derived key in bytes, from 1 to 8160.
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if a length is out of range.
    public static func sha256(
        inputKey: SecretBytes, salt: [UInt8], info: [UInt8], count: Int
    ) throws(CryptoError) -> SecretBytes {
        guard (1...maximumCount).contains(count), info.count <= maximumInfoCount else {
            throw .openSSL(operation: "HKDF", reasons: ["a length is out of range"])
        }
        return try SecretBytes(count: count) { output throws(CryptoError) in
            try derive(inputKey, salt, info, &output)
        }
    }

    /// 255 digests, as RFC 5869 section 2.3 has it.
    private static var maximumCount: Int { 255 * HashAlgorithm.sha256.digestCount }
    /// The limit of OpenSSL 3.0.
    private static var maximumInfoCount: Int { 1024 }
}
