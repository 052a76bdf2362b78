import CryptoCore
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/NetSuiteSOAP.md`.
struct NetSuiteSOAPExample {
    var account: String
    var consumerKey: String
    var consumerSecret: String
    var token: String
    var tokenSecret: String
    var version = "2024_2"

    func run() throws -> String {
        let nonce = try RandomNonce.source()
        let timestamp = SystemClock.unixSeconds()
        return try passport(nonce, timestamp).text
    }

    func passport(_ nonce: String, _ timestamp: Int64) throws -> (baseString: String, text: String) {
        let credentials = try Credentials(
            consumerKey: consumerKey, token: token,
            key: .hmac(
                .sha256, consumerSecret: SecretBytes(utf8: consumerSecret), tokenSecret: SecretBytes(utf8: tokenSecret))
        )
        let baseString = [account, consumerKey, token, nonce, String(timestamp)].map(PercentEncoding.encode)
            .joined(separator: "&")
        let signature = try credentials.signature(of: baseString)
        let passport = """
            <tokenPassport xmlns="urn:core_\(version).platform.webservices.netsuite.com">\
            <account>\(account)</account><consumerKey>\(consumerKey)</consumerKey><token>\(token)</token>\
            <nonce>\(nonce)</nonce><timestamp>\(timestamp)</timestamp>\
            <signature algorithm="HMAC_SHA256">\(signature)</signature></tokenPassport>
            """

        return (baseString, passport)
    }
}
