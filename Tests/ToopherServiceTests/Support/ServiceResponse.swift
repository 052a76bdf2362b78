#if Service

import HTTPTypes

/// A response of the service.
struct ServiceResponse: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]

    var json: JSON { (try? JSON.parse(body)) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
    /// Status, code and message of a refusal, in one line.
    var refusal: String { "\(status) \(json["error_code"].integer) \(json["error_message"].text)" }
}

#endif
