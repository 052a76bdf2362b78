internal import WebSyntax

/// The push services that messages may be sent to.
///
/// A browser names its push service, so a stranger could name any server. Hosts are compared as parsed, whatever their case
/// and with or without a final dot; ports, too.
package struct PushServices: Sendable, Hashable {
    /// The hosts and domains of the services that browsers use: of Chromium, Firefox, Edge and Safari.
    private static let hosts = ["fcm.googleapis.com"]
    private static let domains = ["push.services.mozilla.com", "notify.windows.com", "push.apple.com"]

    /// The services of the browsers' vendors, over TLS and on the default port.
    package static let ofBrowsers = PushServices(authorities: [])

    private let authorities: [HTTPAuthority]

    /// The services that the operator named besides, `host` or `host:port`, in their canonical spelling.
    package var additional: [String] { authorities.map(\.text) }

    private init(authorities: [HTTPAuthority]) { self.authorities = authorities }

    /// Creates the list of the browsers' services and those that the operator names.
    ///
    /// - Parameter additional: `host` for the default port of the endpoint's scheme, or `host:port`.
    /// - Throws: ``WebPushError/invalidService(_:)``.
    package init(additional: [String]) throws(WebPushError) {
        var authorities: [HTTPAuthority] = []
        for text in additional {
            guard let authority = HTTPAuthority(text) else { throw .invalidService(text) }
            authorities.append(authority.canonical)
        }
        self.authorities = authorities
    }

    /// Returns whether messages may be sent to the endpoint of `subscription`.
    package func accept(_ subscription: PushSubscription) -> Bool { accept(subscription.url) }

    /// Returns whether messages may be sent to `endpoint`.
    func accept(_ endpoint: HTTPURL) -> Bool {
        let origin = HTTPOrigin(endpoint.scheme, endpoint.authority.canonical)
        let isNamed = authorities.contains {
            $0.host == origin.host && ($0.port ?? origin.scheme.defaultPort) == origin.port
        }
        return isNamed
            || origin.scheme == .https && origin.port == origin.scheme.defaultPort && Self.isOfBrowser(origin.host)
    }

    private static func isOfBrowser(_ host: String) -> Bool {
        hosts.contains(host)
            || domains.contains { domain in
                guard host.hasSuffix(".\(domain)") else { return false }
                let labels = host.utf8.dropLast(domain.utf8.count + 1)
                    .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                return labels.allSatisfy { !$0.isEmpty }
            }
    }
}
