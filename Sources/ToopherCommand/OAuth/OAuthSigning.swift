import ArgumentParser
import HTTPTypes
import OAuth1
import WebSyntax

/// Signing with the options of the command line.
enum OAuthSigning {
    /// Returns the `Authorization` header of the request.
    static func authorization(
        _ options: OAuthRequestOptions, body: [UInt8], _ signer: Signer, _ signing: OAuthSigningOptions
    ) throws -> String {
        guard let method = HTTPRequest.Method(options.httpMethod) else {
            throw ValidationError("\"\(options.httpMethod)\" is not an HTTP method")
        }
        var request = HTTPRequest(method: method, url: try url(options.url))
        request.headerFields[.contentType] = try options.fields().first { $0.name.lowercased() == "content-type" }?
            .value
        try signer.sign(
            &request, body: body, bodyHash: signing.bodyHash ? .unlessForm : .never,
            protocolParameters: signing.protocolParameters(), realm: options.realm)
        return request.headerFields[.authorization] ?? ""
    }

    /// Returns the URL without its fragment, which is not sent.
    static func url(_ text: String) throws -> HTTPURL {
        try HTTPURL(argument: text.prefix { $0 != "#" })
    }
}
