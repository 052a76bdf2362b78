import DeviceProtocol
import FoundationEssentials
import Toopher

/// The JSON messages of `docs/device-protocol.md`.
enum DeviceMessage {
    struct Registration: Encodable {
        var name: String
        var publicKey: String

        enum CodingKeys: String, CodingKey {
            case name
            case publicKey = "public_key"
        }
    }

    struct Registered: Decodable {
        var id: String
    }

    struct Offer: Decodable {
        var phrase: String
        var expires: Int64
    }

    struct Invitation: Encodable {
        var token: String
    }

    struct Named: Decodable {
        var id: String
        var name: String
    }

    struct Item: Decodable {
        var id: String
        var requester: Named
        var user: Named
        var action: Named?
        var terminal: Named?
        var created: Int64
        var expires: Int64
    }

    struct Pending: Decodable {
        var pairings: [Item]
        var authenticationRequests: [Item]

        enum CodingKeys: String, CodingKey {
            case pairings
            case authenticationRequests = "authentication_requests"
        }
    }

    struct SignedDecision: Encodable {
        var kind: DeviceProtocol.Kind
        var id: String
        var decision: DeviceProtocol.Decision
        var signature: String
    }

    struct Receipt: Decodable {
        var id: String
        var decision: DeviceProtocol.Decision
    }

    /// The result for the script of the iframe page: with a payload after the decision.
    struct PageResult: Decodable {
        var payload: [String: String]?
    }

    /// Returns the JSON of a message.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        Array(try JSONEncoder().encode(value))
    }

    /// Returns the message in a JSON text.
    static func decode<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw CommandError("the response does not follow the device protocol: is this a Toopher service?")
        }
    }

    /// Returns the value of any JSON text.
    static func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    /// Returns the text of an error response.
    static func message(_ bytes: [UInt8]) -> String? {
        struct Refusal: Decodable {
            var errorMessage: String

            enum CodingKeys: String, CodingKey { case errorMessage = "error_message" }
        }
        let refusal: Refusal? = try? decode(bytes)
        return refusal?.errorMessage
    }
}
