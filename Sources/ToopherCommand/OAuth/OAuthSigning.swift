import ArgumentParser
import HTTPTypes
import OAuth1
import WebSyntax

/// Signing as the options say.
enum OAuthSigning {
    /// The `Authorization` header of the request.
    static func authorization(
        _ options: OAuthRequestOptions, body: [UInt8], _ signer: Signer, _ signing: OAuthSigningOptions
    ) throws -> String {
        guard let method = HTTPRequest.Method(options.httpMethod) else {
            throw ValidationError("\"\(options.httpMethod)\" is no HTTP method")
        }
        var request = HTTPRequest(method: method, url: try url(options.url))
        request.headerFields[.contentType] = try options.fields().first { $0.name.lowercased() == "content-type" }?
            .value
        try signer.sign(
            &request, body: body, bodyHash: signing.bodyHash ? .unlessForm : .never,
            protocolParameters: signing.protocolParameters(), realm: options.realm)
        return request.headerFields[.authorization] ?? ""
    }

    /// The URL without its fragment, which is not sent.
    static func url(_ text: String) throws -> HTTPURL {
        try HTTPURL(argument: text.prefix { $0 != "#" })
    }
}
