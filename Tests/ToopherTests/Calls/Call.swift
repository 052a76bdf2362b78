import Testing

@testable import Toopher

/// One call of the client and its expected request.
struct Call: Sendable, CustomTestStringConvertible {
    let name: String
    /// The method, path and query.
    let target: String
    /// The signed parameters, in their order.
    let parameters: [String]
    let response: ScriptedResponse
    /// Makes the call and returns whether the result is the expected one.
    let make: @Sendable (ToopherAPI) async throws -> Bool

    init(
        _ name: String, _ target: String, _ parameters: [String], _ response: String,
        _ make: @escaping @Sendable (ToopherAPI) async throws -> Bool
    ) {
        self.name = name
        self.target = target
        self.parameters = parameters
        self.response = .json(response)
        self.make = make
    }

    var testDescription: String { name }
}
