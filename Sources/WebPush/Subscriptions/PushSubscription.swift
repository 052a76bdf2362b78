package import CryptoCore
internal import WebSyntax

/// What a browser hands out so that messages can be pushed to it: where, and encrypted for whom.
///
/// W3C Push API section 8, RFC 8291 section 2.
package struct PushSubscription: Sendable {
    /// The longest endpoint, in bytes.
    package static let maximumEndpointLength = 1024

    /// The URL to send messages to. Whoever knows it can send to it: it is not for logs.
    package var endpoint: String { url.text }
    /// The browser's key, `p256dh` in JSON.
    package let publicKey: P256.PublicKey
    /// The secret that only the browser and this server share, `auth` in JSON: 16 bytes.
    package let authenticationSecret: SecretBytes

    let url: HTTPURL

    /// Creates a subscription from what a phone sent, or what was stored of it.
    ///
    /// Whether messages may be sent to the endpoint is the decision of ``PushServices``.
    ///
    /// - Parameters:
    ///   - endpoint: An `https` URL without user information and fragment, of at most ``maximumEndpointLength`` bytes.
    ///   - publicKey: The uncompressed point, 65 bytes.
    ///   - authenticationSecret: 16 bytes.
    ///   - allowingPlainHTTP: Whether the scheme may be `http`, which is for tests on one machine.
    /// - Throws: ``WebPushError``, for the first part that is not valid.
    package init(
        endpoint: String, publicKey: [UInt8], authenticationSecret: SecretBytes, allowingPlainHTTP: Bool = false
    ) throws(WebPushError) {
        url = try Self.url(endpoint, allowingPlainHTTP)
        guard let publicKey = try? P256.PublicKey(x963Representation: publicKey) else { throw .invalidPublicKey }
        self.publicKey = publicKey
        guard authenticationSecret.count == 16 else { throw .invalidAuthenticationSecret }
        self.authenticationSecret = authenticationSecret
    }

    /// Creates a subscription from the texts in the JSON of a browser's `PushSubscription`: `p256dh` and `auth` in
    /// base64url without padding.
    package init(
        endpoint: String, p256dh: String, auth: String, allowingPlainHTTP: Bool = false
    ) throws(WebPushError) {
        // Before anything is decoded.
        guard p256dh.utf8.count == 87, let publicKey = Base64.decodeURL(p256dh) else { throw .invalidPublicKey }
        guard auth.utf8.count == 22, let secret = Base64.decodeURL(auth) else { throw .invalidAuthenticationSecret }
        try self.init(
            endpoint: endpoint, publicKey: publicKey, authenticationSecret: SecretBytes(secret),
            allowingPlainHTTP: allowingPlainHTTP)
    }

    /// The origin of the endpoint, as a token for its push service names it (RFC 8292 section 2).
    package var audience: String { HTTPOrigin(url.scheme, url.authority.canonical).text }

    private static func url(_ text: String, _ allowingPlainHTTP: Bool) throws(WebPushError) -> HTTPURL {
        guard text.utf8.count <= maximumEndpointLength else { throw tooLong }
        let url: HTTPURL
        do throws(HTTPURLError) {
            url = try HTTPURL(text)
        } catch {
            throw .invalidEndpoint(error.reason)
        }
        guard url.scheme == .https || allowingPlainHTTP else { throw .invalidEndpoint("its scheme is not https") }
        guard url.hasOnlyURLCharacters else { throw .invalidEndpoint("it has a character that no URL has") }
        // With the path that it lacked.
        guard url.text.utf8.count <= maximumEndpointLength else { throw tooLong }
        return url
    }

    private static var tooLong: WebPushError {
        .invalidEndpoint("it is longer than \(maximumEndpointLength) bytes")
    }
}
