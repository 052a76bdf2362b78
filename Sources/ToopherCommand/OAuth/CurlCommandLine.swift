import OAuth1
import WebSyntax

/// A command line of curl that sends a signed request as it was signed.
struct CurlCommandLine {
    private var words = ["curl", "--globoff", "--path-as-is"]

    /// Creates the command line.
    ///
    /// - Parameters:
    ///   - options: The request that was signed.
    ///   - url: Its URL, which has been parsed.
    ///   - authorization: The value of the `Authorization` header, in place of those that the request has.
    init(_ options: OAuthRequestOptions, _ url: HTTPURL, authorization: String) throws {
        let method = options.httpMethod
        if method.uppercased() == "HEAD" {
            guard options.data.isEmpty else { throw CommandError("curl sends no body with HEAD") }
            // Without it, curl would wait for a body.
            words.append("--head")
        }
        if method != "HEAD" { words += ["-X", method] }
        words += ["-H", "Authorization: \(authorization)"]
        let fields = try options.fields().filter { $0.name.lowercased() != "authorization" }
        if !fields.contains(where: { $0.name.lowercased() == "host" }), Self.isRespelled(url.authority.host) {
            words += ["-H", "Host: \(url.authority.text)"]
        }
        for field in fields {
            // A name with a colon and nothing else would take the field out.
            words += ["-H", field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"]
        }
        for data in options.data { words += ["--data-binary", data] }
        words.append(options.url)
    }

    /// The line, for a shell.
    var text: String { words.map(ShellWord.quoted).joined(separator: " ") }

    /// Whether curl may send another spelling of a host: addresses have a canonical form, and a dot at the end may go.
    private static func isRespelled(_ host: String) -> Bool {
        guard host.first != "[", host.last != "." else { return true }
        let last = host.utf8.split(separator: UInt8(ascii: ".")).last?.first
        return last?.isASCIIDigit == true && IPAddress(host) == nil
    }
}
