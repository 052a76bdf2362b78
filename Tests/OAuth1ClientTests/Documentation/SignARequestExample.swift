import CryptoCore
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/SignARequest.md`.
enum SignARequestExample {
    static func run(_ consumerSecret: String, _ tokenSecret: String) throws -> [String] {
        let credentials = try Credentials(
            consumerKey: "dpf43f3p2l4k3l03", consumerSecret: SecretBytes(utf8: consumerSecret),
            token: "nnch734d00sl2jdk", tokenSecret: SecretBytes(utf8: tokenSecret))
        let signer = Signer(credentials: credentials)

        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "api.example.com", path: "/photos?size=original")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        try signer.sign(&request, body: Array("title=Caf%C3%A9".utf8))

        let header = try signer.authorizationHeader(
            method: "POST", url: "https://api.example.com/photos",
            formParameters: [Parameter("title", "Café"), Parameter("tag", "a"), Parameter("tag", "b")], realm: "Photos")

        let link = try signer.signedURL(url: "https://api.example.com/photos/7.jpg")

        let strict = Signer(
            credentials: try Credentials(
                consumerKey: "key", key: .hmac(.sha512, consumerSecret: SecretBytes(utf8: consumerSecret))),
            nonces: try RandomNonce.source(length: 24))

        return [request.headerFields[.authorization] ?? "", header, link, try strict.signedURL(url: "https://h/")]
    }
}
