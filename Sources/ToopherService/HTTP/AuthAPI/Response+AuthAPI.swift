#if Service

internal import AuthAPI
internal import HTTPTypes
internal import Hummingbird

extension Response {
    /// Returns the answer to a request of the Auth API.
    static func authAPI(_ response: JSONFragment, _ format: AuthAPIFormat) -> Response {
        authAPI(status: 200, [("stat", .string("OK")), ("response", response)], format)
    }

    /// Returns what a client is told that failed.
    static func failure(_ failure: AuthAPIFailure, _ format: AuthAPIFormat) -> Response {
        authAPI(
            status: failure.status,
            [
                ("stat", .string("FAIL")), ("code", .integer(Int64(failure.code))),
                ("message", .string(failure.message)), ("message_detail", .string(failure.detail)),
            ], format)
    }

    private static func authAPI(
        status: Int, _ members: [(name: String, value: JSONFragment?)], _ format: AuthAPIFormat
    ) -> Response {
        let status = HTTPResponse.Status(code: status)
        switch format {
        case .json: return json(JSONFragment.object(members), status: status)
        case .bson:
            let document = members.compactMap { member in member.value.map { (member.name, $0.bson) } }
            return Response(status: status, type: "application/bson", bytes: BSON.encode(document))
        }
    }
}

extension JSONFragment {
    /// The same value in BSON. The clients that read it know no longer numbers than of 32 bits.
    var bson: BSON {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .int32(Int32(clamping: number))
        case .boolean(let isTrue): .boolean(isTrue)
        case .array(let elements): .array(elements.map(\.bson))
        case .object(let members):
            .document(members.compactMap { member in member.value.map { (member.name, $0.bson) } })
        }
    }
}

#endif
