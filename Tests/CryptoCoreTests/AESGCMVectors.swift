import CryptoCore
import FoundationEssentials
import Testing

/// The cases in `Vectors/aes_256_gcm.json` and `Vectors/aes_128_gcm.json`.
struct AESGCMVectors: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let id: Int
        let what: String
        let key, nonce, data, plaintext, ciphertext, tag: String
        let valid: Bool

        var testDescription: String { "\(id): \(what)" }
        var hasUsualNonce: Bool { nonce.utf8.count == 2 * AESGCM.nonceCount }

        func sealed() throws -> [UInt8] { try #require(Hex.decode(nonce + ciphertext + tag)) }
        func associatedData() throws -> [UInt8] { try #require(Hex.decode(data)) }
        func secret() throws -> SecretBytes { SecretBytes(try #require(Hex.decode(plaintext))) }
        func sealingKey() throws -> AESGCM.Key { try AESGCM.Key(SecretBytes(try #require(Hex.decode(key)))) }
    }

    let cases: [Case]

    static func load128() throws -> [Case] {
        try JSONDecoder().decode(AESGCMVectors.self, from: Data(PackageResources.aes_128_gcm_json)).cases
    }

    static func load() throws -> [Case] {
        try JSONDecoder().decode(AESGCMVectors.self, from: Data(PackageResources.aes_256_gcm_json)).cases
    }
}
