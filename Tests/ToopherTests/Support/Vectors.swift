import FoundationEssentials
import OAuth1
import Testing

@testable import Toopher

/// The vectors of the reference libraries' tests.
struct Vectors: Decodable {
    struct Postback: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let secret: String
        let clock: Int64
        let fields: [String: String]
        let stringToSign: String
        let signature: String
        let requestToken: String
        var testDescription: String { id }

        enum CodingKeys: String, CodingKey {
            case id, secret, fields
            case clock = "clock_unix"
            case stringToSign = "string_to_sign"
            case signature = "toopher_sig"
            case requestToken = "request_token"
        }
    }

    struct Behaviour: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let basedOn: String
        let change: [String: String]?
        let add: [String: String]?
        let remove: [String]?
        let clock: Int64?
        let ttl: Int64?
        var testDescription: String { id }

        enum CodingKeys: String, CodingKey {
            case id, change, add, remove, ttl
            case basedOn = "based_on"
            case clock = "clock_unix"
        }
    }

    struct SignedURL: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let baseURL: String
        let path: String
        let consumerKey: String
        let consumerSecret: String
        let nonce: String
        let timestamp: String
        let clock: Int64
        let params: [String: String]
        let signature: String
        var testDescription: String { id }

        /// Returns the URL of the reference library with its own parameters in the given order.
        func referenceString(order: String) throws -> String {
            var parameters = try order.split(separator: " ").map { name in
                Parameter(String(name), try #require(params[String(name)]))
            }
            parameters += [
                Parameter("oauth_nonce", nonce), Parameter("oauth_timestamp", timestamp),
                Parameter("oauth_version", "1.0"), Parameter("oauth_signature_method", "HMAC-SHA1"),
                Parameter("oauth_consumer_key", consumerKey), Parameter("oauth_signature", signature),
            ]
            return baseURL + path + "?" + FormEncoding.encode(parameters)
        }

        enum CodingKeys: String, CodingKey {
            case id, path, params
            case baseURL = "base_url"
            case consumerKey = "consumer_key"
            case consumerSecret = "consumer_secret"
            case nonce = "oauth_nonce"
            case timestamp = "oauth_timestamp"
            case clock = "clock_unix"
            case signature = "expected_signature"
        }
    }

    let formEncoding: [String: String]
    let postbacks: [Postback]
    let behaviours: [Behaviour]
    let urls: [SignedURL]

    enum CodingKeys: String, CodingKey {
        case formEncoding = "form_encoding_of_one_string"
        case postbacks = "postback_signatures"
        case behaviours = "postback_behaviour"
        case urls = "signed_urls"
    }

    static func load() throws -> Vectors {
        try JSONDecoder().decode(Vectors.self, from: Data(PackageResources.toopher_vectors_json))
    }

    /// Returns the URLs of the libraries before 2.0.
    static func loadVersion1URLs() throws -> [SignedURL] {
        struct File: Decodable {
            let urls: [SignedURL]
            enum CodingKeys: String, CodingKey { case urls = "signed_urls" }
        }
        return try JSONDecoder().decode(File.self, from: Data(PackageResources.version1_urls_json)).urls
    }

    func postback(_ id: String) throws -> Postback {
        try #require(postbacks.first { $0.id == id })
    }
}
