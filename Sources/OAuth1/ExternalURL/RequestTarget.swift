internal import WebSyntax

/// The request target.
///
/// RFC 9112 section 3.2.
enum RequestTarget: Sendable, Equatable {
    /// The origin-form: a path with its first slash, perhaps with a query.
    case path(String)
    /// The absolute-form: the whole URL, its path with its first slash.
    case absolute(HTTPURL)
    /// The asterisk-form: the server as a whole.
    case server

    init(_ text: String) throws(ExternalURLError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "#") }) else {
            throw .invalidTarget(reason: "it has a space, a control character or a fragment")
        }
        if text.utf8.first == UInt8(ascii: "/") {
            self = .path(text)
        } else if text == "*" {
            self = .server
        } else {
            self = try Self.absolute(text)
        }
    }

    /// Path and query of the URL.
    var path: String {
        switch self {
        case .path(let path): path
        case .absolute(let url): url.target
        case .server: ""
        }
    }

    private static func absolute(_ text: String) throws(ExternalURLError) -> Self {
        do throws(HTTPURLError) { return .absolute(try HTTPURL(text)) } catch {
            switch error {
            case .notAbsolute, .unsupportedScheme:
                throw .invalidTarget(reason: "it is neither a path, nor an absolute http or https URL, nor *")
            default:
                throw .invalidTarget(reason: error.reason)
            }
        }
    }
}
