internal import HTTPTypes
internal import OAuth1

/// An absolute http or https URL without a fragment and without parameters of the protocol.
struct EndpointURL: Sendable {
    let scheme: String
    let authority: String
    /// Path and query; begins with a slash.
    let path: String

    var text: String { "\(scheme)://\(authority)\(path)" }

    init(_ text: String) throws(AuthorizationError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") }) else {
            throw .invalidArgument(reason: "a URL has a fragment, a space or a character outside ASCII")
        }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            throw .invalidArgument(reason: "a URL is not absolute")
        }
        scheme = text[..<colon].lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw .invalidArgument(reason: "a URL is neither https nor http")
        }
        let rest = text[colon...].dropFirst(3)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<end])
        guard !authority.isEmpty, !authority.contains("@") else {
            throw .invalidArgument(reason: "a URL has no host, or user information")
        }
        path = rest[end...].first == "/" ? String(rest[end...]) : "/" + rest[end...]
        let query = path.firstIndex(of: "?").map { path[$0...].dropFirst() } ?? ""
        let parameters: [Parameter]
        do { parameters = try FormEncoding.decode(String(query)) } catch { throw .signing(error) }
        guard !parameters.contains(where: { $0.name.hasPrefix("oauth_") }) else {
            throw .invalidArgument(reason: "a URL has a parameter that the protocol adds")
        }
    }

    /// The URL with `parameters` behind those it has.
    func adding(_ parameters: [Parameter]) -> String {
        FormEncoding.append(parameters, to: text)
    }

    /// The request for a URL that begins like this one.
    func request(_ url: String, _ style: RequestStyle) -> HTTPRequest {
        HTTPRequest(
            method: style.method, scheme: scheme, authority: authority,
            path: String(url.dropFirst(scheme.count + 3 + authority.count)), headerFields: style.headerFields)
    }
}
