import CryptoCore
import CurlTransport
import Glibc
import HTTPTypes
import OAuth1

/// Asks NetSuite a question in SuiteQL: HMAC-SHA256, with the account as the realm.
///   NETSUITE_ACCOUNT=1234567_SB1 NETSUITE_CONSUMER_KEY=… NETSUITE_CONSUMER_SECRET=… NETSUITE_TOKEN=… NETSUITE_TOKEN_SECRET=… \
///       netsuite-client "SELECT id FROM customer"
/// With NETSUITE_STAND_IN=127.0.0.1:8080 the request goes to a server there, signed as for NetSuite.
@main
struct NetSuiteClient {
    static func main() async throws {
        guard CommandLine.arguments.count == 2, let account = variable("NETSUITE_ACCOUNT"),
            let consumerKey = variable("NETSUITE_CONSUMER_KEY"),
            let consumerSecret = variable("NETSUITE_CONSUMER_SECRET"),
            let token = variable("NETSUITE_TOKEN"), let tokenSecret = variable("NETSUITE_TOKEN_SECRET")
        else {
            print("usage: netsuite-client QUERY, and the credentials in NETSUITE_… variables")
            exit(64)
        }
        let credentials = try Credentials(
            consumerKey: consumerKey, token: token,
            key: .hmac(
                .sha256, consumerSecret: SecretBytes(utf8: consumerSecret), tokenSecret: SecretBytes(utf8: tokenSecret))
        )
        // The host has a hyphen where the realm has an underscore.
        let host = account.lowercased().replacing("_", with: "-") + ".suitetalk.api.netsuite.com"
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: host, path: "/services/rest/query/v1/suiteql?limit=10")
        request.headerFields[.contentType] = "application/json"
        if let prefer = HTTPField.Name("Prefer") { request.headerFields[prefer] = "transient" }
        let body = Array(#"{"q": "\#(escaped(CommandLine.arguments[1]))"}"#.utf8)
        // The query of the URL is signed, and the body is not: NetSuite knows no hash of it.
        try Signer(credentials: credentials).sign(&request, body: body, realm: account)
        if let standIn = variable("NETSUITE_STAND_IN") { (request.scheme, request.authority) = ("http", standIn) }

        let response = try await CurlTransport().send(request, body: body)
        print(response.head.status.code, String(decoding: response.body, as: UTF8.self))
        exit(response.head.status.kind == .successful ? 0 : 1)
    }

    private static func escaped(_ text: String) -> String {
        text.filter { !$0.isNewline }.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
