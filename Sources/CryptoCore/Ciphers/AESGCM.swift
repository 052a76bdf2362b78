/// AES-256 in Galois/Counter Mode: encryption that shows any change of the sealed bytes.
///
/// NIST SP 800-38D.
public enum AESGCM {
    /// The length of the nonce, with which sealed bytes begin.
    public static let nonceCount = 12

    /// The length of the tag, with which sealed bytes end.
    public static let tagCount = 16

    /// How much longer sealed bytes are than their plaintext.
    public static let overhead = nonceCount + tagCount
}
