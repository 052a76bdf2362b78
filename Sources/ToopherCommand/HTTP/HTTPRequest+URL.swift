import ArgumentParser
import HTTPTypes
import WebSyntax

extension HTTPRequest {
    /// Creates a request to a URL, byte for byte as it is spelled.
    init(method: Method, url: HTTPURL) {
        self.init(method: method, scheme: url.scheme.rawValue, authority: url.authority.text, path: url.target)
    }
}

extension HTTPURL {
    /// Creates a URL from an argument of the command line.
    ///
    /// - Throws: `ValidationError` with the reason.
    init(argument: some StringProtocol) throws {
        do throws(HTTPURLError) {
            try self.init(argument)
        } catch {
            throw ValidationError("\"\(argument)\" is not an absolute http or https URL: \(error.reason)")
        }
    }
}
