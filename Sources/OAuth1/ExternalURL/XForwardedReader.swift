internal import WebSyntax

/// A reader of the `X-Forwarded-…` fields that the proxies are configured to write.
struct XForwardedReader {
    private let proxies: TrustedProxies
    private let headers: ForwardingHeaders

    init(_ proxies: TrustedProxies, _ headers: ForwardingHeaders) {
        self.proxies = proxies
        self.headers = headers
    }

    /// Whether one of the configured fields is present.
    ///
    /// A peer that writes only `X-Forwarded-For` is a proxy, too, and must not omit the others.
    var isUsed: Bool {
        let written = Self.written.filter { proxies.fields.contains($0.field) }.map(\.source)
        return !written.isEmpty && (written + [.xForwardedFor]).contains { !headers.list($0).isEmpty }
    }

    private static let written: [(field: ForwardingFields, source: ExternalURLError.Source)] = [
        (.xForwardedProto, .xForwardedProto), (.xForwardedHost, .xForwardedHost), (.xForwardedPort, .xForwardedPort),
    ]

    /// Returns how many values to the left of the last one those of the outermost trusted proxy are.
    func depth() throws(ExternalURLError) -> Int {
        guard proxies.writing == .appending else { return 0 }
        let hops = headers.list(.xForwardedFor)
        guard !hops.isEmpty else { throw .missing(.xForwardedFor) }
        return try proxies.depth(hops, in: .xForwardedFor)
    }

    /// Returns the scheme; `nil` if the proxies do not write it.
    func scheme(_ depth: Int) throws(ExternalURLError) -> HTTPScheme? {
        guard proxies.fields.contains(.xForwardedProto) else { return nil }
        guard let name = try value(.xForwardedProto, depth) else { throw .missing(.xForwardedProto) }
        guard let scheme = HTTPScheme(name: name) else {
            throw .malformed(.xForwardedProto, reason: "it is neither http nor https")
        }
        return scheme
    }

    /// Returns the authority; `nil` if the proxies write neither host nor port.
    func authority(_ depth: Int, _ request: ArrivedRequest) throws(ExternalURLError) -> HTTPAuthority? {
        guard !proxies.fields.isDisjoint(with: [.xForwardedHost, .xForwardedPort]) else { return nil }
        let host = proxies.fields.contains(.xForwardedHost) ? try value(.xForwardedHost, depth) : nil
        let authority: HTTPAuthority
        if let host {
            authority = try HTTPAuthority(host, in: .xForwardedHost)
        } else {
            authority = try request.authority()
        }
        guard proxies.fields.contains(.xForwardedPort), let digits = try value(.xForwardedPort, depth) else {
            return authority
        }
        guard let port = HTTPAuthority.port(digits) else {
            throw .malformed(.xForwardedPort, reason: "it is not a number from 1 to 65535")
        }
        guard authority.port ?? port == port else {
            throw .contradictory(host == nil ? .authority : .xForwardedHost, .xForwardedPort)
        }
        return authority.withPort(port)
    }

    /// Returns the value that the outermost trusted proxy wrote; `nil` if the field is missing.
    private func value(_ source: ExternalURLError.Source, _ depth: Int) throws(ExternalURLError) -> String? {
        let list = headers.list(source)
        guard !list.isEmpty else { return nil }
        switch proxies.writing {
        case .replacing:
            guard list.count == 1 else { throw .severalValues(source) }
        case .appending:
            guard depth < list.count else { throw .missing(source) }
        }
        return list[list.count - 1 - depth]
    }
}
