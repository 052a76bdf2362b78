import CryptoCore
import HTTPExchange
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/WooCommerce.md`.
enum WooCommerceExample {
    static func run(
        _ host: String, _ consumerKey: String, _ consumerSecret: String, _ json: [UInt8],
        _ transport: any HTTPTransport
    ) async throws -> [HTTPTransportResponse] {
        let signer = Signer(
            credentials: try Credentials(
                consumerKey: consumerKey, key: .hmac(.sha256, consumerSecret: SecretBytes(utf8: consumerSecret))))
        let site = "http://" + host
        let list = try signer.signedURL(url: site + "/wp-json/wc/v3/orders?status=processing&per_page=20")
        let orders = try await transport.send(
            HTTPRequest(method: .get, scheme: "http", authority: host, path: String(list.dropFirst(site.utf8.count))))

        let create = try signer.signedURL(method: "POST", url: site + "/wp-json/wc/v3/products")
        var product = HTTPRequest(
            method: .post, scheme: "http", authority: host, path: String(create.dropFirst(site.utf8.count)))
        product.headerFields[.contentType] = "application/json"
        let created = try await transport.send(product, body: json)

        return [orders, created]
    }
}
