#if Service

internal import WebSyntax

/// The URL of an endpoint.
enum WebhookURL {
    private static let maximumBytes = 2000

    /// Returns the URL that an operator has written, if it can be one.
    ///
    /// Plain http is a matter of the service that sends: one that is not told of an exception does not.
    ///
    /// - Throws: ``ServiceError/invalidWebhookURL(reason:)``.
    static func parse(_ text: String) throws(ServiceError) -> HTTPURL {
        guard text.utf8.count <= maximumBytes else {
            throw .invalidWebhookURL(reason: "it is longer than \(maximumBytes) bytes")
        }
        // An authority with user information is none.
        let url: HTTPURL
        do throws(HTTPURLError) {
            url = try HTTPURL(text)
        } catch {
            throw .invalidWebhookURL(reason: error.reason)
        }
        guard url.hasOnlyURLCharacters else {
            throw .invalidWebhookURL(reason: "its path or query has a character that must be percent-encoded")
        }
        return url
    }
}

#endif
