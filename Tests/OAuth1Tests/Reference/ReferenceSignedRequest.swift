import CryptoCore

@testable import OAuth1

/// The plain implementation, step by step as in the RFC, which the verifier is compared with.
///
/// A received request, parsed into its protocol parameters and what the signature covers.
struct ReferenceSignedRequest {
    let consumerKey: String
    let token: String?
    let signature: [UInt8]
    let timestamp: Int64
    let nonce: String
    let baseString: [UInt8]
    let verified: VerifiedRequest

    init(
        _ request: ReceivedRequest, maximumBytes: Int, maximumParameters: Int
    ) throws(VerificationError) {
        let parameters: ReferenceEncodedParameters
        do throws(OAuth1Error) {
            let size = request.authorization.reduce(request.url.utf8.count + request.body.count) { $0 + $1.utf8.count }
            guard size <= maximumBytes else { throw .tooLarge(limit: maximumBytes) }
            guard !request.method.isEmpty else { throw .invalidMethod }
            let uri = try ReferenceBaseStringURI(request.url)
            parameters = try Self.collect(request, uri: uri, limit: maximumParameters)
            baseString = ReferenceSignatureBaseString.make(method: request.method, uri: uri, parameters: parameters) {
                entry in
                !parameters.name(of: entry).elementsEqual("oauth_signature".utf8)
            }
        } catch { throw .malformed(error) }

        let fields = try ProtocolFields(parameters)
        guard try fields.required("oauth_signature_method") == "HMAC-SHA1" else { throw .unsupportedSignatureMethod }
        if let version = fields["oauth_version"], version != "1.0" { throw .unsupportedVersion }
        let consumerKey = try fields.required("oauth_consumer_key")
        let token = fields["oauth_token"].flatMap { $0.isEmpty ? nil : $0 }
        nonce = try fields.required("oauth_nonce")
        timestamp = try Self.timestamp(from: fields.required("oauth_timestamp"))
        // Malformed base64 fails the comparison like any other signature.
        signature = Base64.decode(try fields.required("oauth_signature")) ?? []
        verified = VerifiedRequest(
            consumerKey: consumerKey, token: token,
            parameters: parameters.entries.filter { !ProtocolFields.isProtocol($0, in: parameters) }
                .map(parameters.decoded),
            protocolParameters: parameters.entries.filter { ProtocolFields.isProtocol($0, in: parameters) }
                .map(parameters.decoded),
            // The requests of the comparison have no hash.
            coversBody: request.hasFormBody || request.body.isEmpty)
        self.consumerKey = consumerKey
        self.token = token
    }

    /// Returns all parameters of the request. RFC 5849 section 3.4.1.3.1.
    private static func collect(
        _ request: ReceivedRequest, uri: ReferenceBaseStringURI, limit: Int
    ) throws(OAuth1Error) -> ReferenceEncodedParameters {
        var parameters = ReferenceEncodedParameters(limit: limit)
        let headers = request.authorization.filter(ReferenceAuthorizationHeader.isOAuth)
        guard headers.count <= 1 else { throw .malformed(reason: "there are two OAuth Authorization headers") }
        if let header = headers.first {
            for (name, value) in try ReferenceAuthorizationHeader(header).parameters {
                try parameters.append(name, value, from: .header)
            }
        }
        try parameters.append(form: uri.query, from: .query)
        if request.hasFormBody { try parameters.append(form: request.body[...], from: .body) }
        return parameters
    }

    /// Parses a positive number without a sign or a leading zero. RFC 5849 section 3.3.
    private static func timestamp(from text: String) throws(VerificationError) -> Int64 {
        guard let value = Int64(text), value > 0, String(value) == text, value < 1 << 53 else {
            throw .invalidTimestamp
        }
        return value
    }
}

/// The protocol parameters of a request: each at most once, all from one source. RFC 5849 section 3.5.
private struct ProtocolFields {
    private var values: [String: String] = [:]

    init(_ parameters: ReferenceEncodedParameters) throws(VerificationError) {
        var source: ReferenceEncodedParameters.Source?
        for entry in parameters.entries where Self.isProtocol(entry, in: parameters) {
            let field = parameters.decoded(entry)
            guard source == nil || source == entry.source else { throw .duplicateParameter(field.name) }
            source = entry.source
            guard values.updateValue(field.value, forKey: field.name) == nil else {
                throw .duplicateParameter(field.name)
            }
        }
        guard source != nil else { throw .unsigned }
    }

    static func isProtocol(_ entry: ReferenceEncodedParameters.Entry, in parameters: ReferenceEncodedParameters) -> Bool
    {
        parameters.name(of: entry).starts(with: "oauth_".utf8)
    }

    subscript(name: String) -> String? { values[name] }

    func required(_ name: String) throws(VerificationError) -> String {
        guard let value = values[name], !value.isEmpty else { throw .missingParameter(name) }
        return value
    }
}
