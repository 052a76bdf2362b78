import CryptoCore
import FoundationEssentials
import Testing

/// The cases in `Vectors/hkdf_sha256.json`.
struct HKDFVectors: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let id: Int
        let what: String
        let key, salt, info, output: String
        let count: Int
        let valid: Bool

        var testDescription: String { "\(id): \(what)" }

        func bytes(_ part: KeyPath<Case, String>) throws -> [UInt8] { try #require(Hex.decode(self[keyPath: part])) }
    }

    let cases: [Case]

    static func load() throws -> [Case] {
        try JSONDecoder().decode(HKDFVectors.self, from: Data(PackageResources.hkdf_sha256_json)).cases
    }
}
