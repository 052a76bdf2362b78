import CryptoCore
import FoundationEssentials
import Testing

/// The signatures in `Vectors/rsa_signatures.json`, each with one hash function and one encoding.
struct RSASignatureVectors: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let what: String
        let hash: String
        let valid: Bool
        let key: String?
        let message: String?
        let signature: String

        var testDescription: String { "\(hash): \(what)" }

        func algorithm() throws -> HashAlgorithm {
            switch hash {
            case "sha1": .sha1
            case "sha256": .sha256
            default: try #require(hash == "sha512" ? HashAlgorithm.sha512 : nil)
            }
        }

        func bytes() throws -> [UInt8] {
            try #require(Base64.decode(signature))
        }
    }

    let message: String
    let cases: [Case]

    static func load() throws -> RSASignatureVectors {
        try JSONDecoder().decode(RSASignatureVectors.self, from: Data(PackageResources.rsa_signatures_json))
    }
}
