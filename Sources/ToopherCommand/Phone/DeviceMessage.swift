import DeviceProtocol
import FoundationEssentials
import Toopher

/// The JSON of `docs/device-protocol.md`.
enum DeviceMessage {
    struct Registration: Encodable {
        var name: String
        var publicKey: String
    }

    struct Registered: Decodable {
        var id: String
    }

    struct Offer: Decodable {
        var phrase: String
        var expires: Int64
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
    }

    struct Answer: Encodable {
        var kind: DeviceProtocol.Kind
        var id: String
        var decision: DeviceProtocol.Decision
        var signature: String
    }

    struct Receipt: Decodable {
        var id: String
        var decision: DeviceProtocol.Decision
    }

    /// What the page's script is told: a payload once there is an answer.
    struct PageResult: Decodable {
        var payload: [String: String]?
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Array(try encoder.encode(value))
    }

    static func decode<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: Data(bytes))
        } catch {
            throw CommandError("the service's answer is not what the device protocol says; is this a Toopher service?")
        }
    }

    /// Any JSON.
    static func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    /// The text of an error reply.
    static func message(_ bytes: [UInt8]) -> String? {
        struct Refusal: Decodable {
            var errorMessage: String
        }
        let refusal: Refusal? = try? decode(bytes)
        return refusal?.errorMessage
    }
}
