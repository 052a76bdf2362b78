import CryptoCore
import HTTPTypes

@testable import AuthAPI

extension SignatureVector {
    var key: CallKey {
        get throws { try CallKey(secret: SecretBytes(utf8: secretKey)) }
    }

    var authorization: String { "Basic " + Base64.encode(Array("\(integrationKey):\(code)".utf8)) }

    var call: ReceivedCall {
        var fields = HTTPFields(
            self.fields.compactMap { field in
                HTTPField.Name(field.name).map { HTTPField(name: $0, value: field.value) }
            })
        fields[.date] = date
        if !body.isEmpty {
            fields[.contentType] = body.hasPrefix("{") ? "application/json" : "application/x-www-form-urlencoded"
        }
        return ReceivedCall(method: method, host: host, target: target, fields: fields, body: Array(body.utf8))
    }

    /// Verifies a call with this vector's credentials.
    func verify(
        _ call: ReceivedCall? = nil, accepting accepted: Set<SignatureVariant> = Set(SignatureVariant.allCases),
        at now: Int64 = time, authorization: String? = nil
    ) throws -> VerifiedCall {
        try key.verify(
            call ?? self.call, CallCredentials(authorization: authorization ?? self.authorization), accepting: accepted,
            at: now, window: 300)
    }
}
