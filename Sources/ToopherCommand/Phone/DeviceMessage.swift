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

        var signed: DeviceProtocol.Named { DeviceProtocol.Named(id: id, name: name) }
    }

    struct Item: Decodable {
        var id: String
        var requester: Named
        var user: Named
        var action: Named?
        var terminal: Named?
        var phone: Named?
        var phoneWords: String?
        var isFirstFromTerminal: Bool?
        var isChallengeRequired: Bool?
        var numberDigits: Int?
        var isAutomationAllowed: Bool?
        var created: Int64
        var expires: Int64

        enum CodingKeys: String, CodingKey {
            case id, requester, user, action, terminal, phone, created, expires
            case phoneWords = "phone_words"
            case isFirstFromTerminal = "first_from_terminal"
            case isChallengeRequired = "challenge_required"
            case numberDigits = "number_digits"
            case isAutomationAllowed = "automation_allowed"
        }
    }

    struct Pending: Decodable {
        var pairings: [Item]
        var confirmations: [Item]
        var authenticationRequests: [Item]
        var more: Int

        enum CodingKeys: String, CodingKey {
            case pairings, confirmations, more
            case authenticationRequests = "authentication_requests"
        }
    }

    struct Automations: Decodable {
        var automations: [Automation]
    }

    struct Automation: Decodable {
        var id: String
        var requester: Named
        var user: Named
        var action: Named
        var terminal: Named
        var decision: DeviceProtocol.Decision
        var expires: Int64
    }

    struct Pairing: Decodable {
        var id: String
        var requester: Named
        var user: Named
        var created: Int64
    }

    struct Pairings: Decodable {
        var pairings: [Pairing]
    }

    struct Revocation: Encodable {
        var pairing: String?
        var automation: String?
        var signature: String
    }

    struct Revoked: Decodable {
        var pairing: String?
        var automation: String?
    }

    struct PasswordSource: Decodable {
        var requester: Named
        var user: Named
        var secret: String
        var digits: Int
        var period: Int64
    }

    struct PasswordSources: Decodable {
        var pairings: [PasswordSource]
    }

    struct Credential: Decodable {
        /// `nil` until one is set up.
        var id: String?
    }

    struct CredentialSetting: Encodable {
        var id: String
        var publicKey: String
        var isAlwaysRequired: Bool
        var assertion: Assertion

        enum CodingKeys: String, CodingKey {
            case id, assertion
            case publicKey = "public_key"
            case isAlwaysRequired = "always_required"
        }
    }

    struct Assertion: Encodable {
        var credential: String
        var authenticatorData: String
        var clientData: String
        var signature: String

        enum CodingKeys: String, CodingKey {
            case credential, signature
            case authenticatorData = "authenticator_data"
            case clientData = "client_data"
        }
    }

    struct SignedDecision: Encodable {
        var kind: DeviceProtocol.Kind
        var id: String
        var decision: DeviceProtocol.Decision
        var reason: DeviceProtocol.Answer.Reason
        var number: String
        var isChallengeMet: Bool
        var automatedUntil: Int64
        var signature: String
        /// Of the phone's own check, if it was passed.
        var assertion: Assertion?

        enum CodingKeys: String, CodingKey {
            case kind, id, decision, reason, number, signature, assertion
            case isChallengeMet = "challenge_met"
            case automatedUntil = "automated_until"
        }
    }

    struct Receipt: Decodable {
        var id: String
        var decision: DeviceProtocol.Decision
        /// Whether another phone of the user has to confirm a pairing.
        var isToBeConfirmed: Bool?

        enum CodingKeys: String, CodingKey {
            case id, decision
            case isToBeConfirmed = "confirmation_pending"
        }
    }

    /// The result for the script of the iframe page: with a payload after the decision.
    struct PageResult: Decodable {
        var payload: [String: String]?
        /// The number that the user copies from the page to the phone.
        var number: String?

        enum CodingKeys: String, CodingKey {
            case payload
            case number = "match_number"
        }
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
