import CryptoCore
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/NetSuite.md`.
enum NetSuiteExample {
    static func run(
        _ consumerKey: String, _ consumerSecret: String, _ token: String, _ tokenSecret: String, _ json: [UInt8]
    ) throws -> HTTPRequest {
        let credentials = try Credentials(
            consumerKey: consumerKey, token: token,
            key: .hmac(
                .sha256, consumerSecret: SecretBytes(utf8: consumerSecret), tokenSecret: SecretBytes(utf8: tokenSecret))
        )
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "1234567-sb1.suitetalk.api.netsuite.com",
            path: "/services/rest/query/v1/suiteql?limit=10")
        request.headerFields[.contentType] = "application/json"
        try Signer(credentials: credentials).sign(&request, body: json, realm: "1234567_SB1")

        return request
    }
}
