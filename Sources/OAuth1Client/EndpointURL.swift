internal import HTTPTypes
internal import OAuth1
internal import WebSyntax

/// The URL of an endpoint: visible ASCII, and without parameters that the protocol adds.
struct EndpointURL: Sendable {
    private let url: HTTPURL

    init(_ text: String) throws(AuthorizationError) {
        guard text.utf8.allSatisfy(\.isVisibleASCII) else {
            throw .invalidArgument(reason: "a URL has a space or a non-ASCII character")
        }
        do { url = try HTTPURL(text) } catch {
            throw .invalidArgument(reason: "a URL cannot be used: \(error.reason)")
        }
        let parameters: [Parameter]
        do { parameters = try FormEncoding.decode(String(url.query ?? "")) } catch { throw .signing(error) }
        guard !parameters.contains(where: { $0.name.hasPrefix("oauth_") }) else {
            throw .invalidArgument(reason: "a URL has a parameter that the protocol adds")
        }
    }

    /// The URL as it was spelled, with the scheme in lower case and a path.
    var text: String { url.text }

    /// Whether nobody on the way can read a request: it is sent over TLS, or to this machine.
    var isConfidential: Bool {
        let host = url.authority.host
        let isNumeric = IPAddress(host)?.version == .v4
        return url.scheme == .https || host == "localhost" || host == "[::1]" || isNumeric && host.hasPrefix("127.")
    }

    /// Returns the URL with more parameters at the end of its query.
    func appending(_ parameters: [Parameter]) -> String {
        FormEncoding.append(parameters, to: text)
    }

    /// Returns the request for `text`, which begins with scheme and authority of this URL.
    func request(_ text: String, _ style: RequestStyle) -> HTTPRequest {
        let (scheme, authority) = (url.scheme.rawValue, url.authority.text)
        return HTTPRequest(
            method: style.method, scheme: scheme, authority: authority,
            path: String(text.dropFirst(scheme.count + 3 + authority.count)), headerFields: style.headerFields)
    }
}
