import CryptoCore
import Testing

/// What `openssl` made of ``RSAFixtures/pkcs8``, in the folder `Vectors`. The passphrase is `correct-horse`.
enum PEMFixtures {
    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Returns label and bytes of a text that is one block.
    static func block(_ pem: String) throws -> (label: String, der: [UInt8]) {
        let lines = pem.split(separator: "\n")
        let label = try #require(lines.first).dropFirst("-----BEGIN ".count).dropLast("-----".count)
        return (String(label), try #require(Base64.decode(lines.dropFirst().dropLast().joined())))
    }
}
