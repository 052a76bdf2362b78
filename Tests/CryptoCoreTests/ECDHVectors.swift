import CryptoCore
import FoundationEssentials
import Testing

/// The cases in `Vectors/ecdh_p256.json`.
struct ECDHVectors: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let id: Int
        let what: String
        let scalar, point, secret: String
        let valid: Bool

        var testDescription: String { "\(id): \(what)" }
    }

    let cases: [Case]

    static func load() throws -> [Case] {
        try JSONDecoder().decode(ECDHVectors.self, from: Data(PackageResources.ecdh_p256_json)).cases
    }
}
