#if Service

import ArgumentParser
import OAuth1
import ToopherService

/// How the service knows the URL that a client called.
struct ExternalURLOptions: ParsableArguments {
    @Option(
        help: """
            The one URL that clients call, such as https://auth.example.org: signatures cover it. Not together \
            with --trusted-proxy.
            """)
    var externalURL: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp(
            """
            An address or a network of proxies whose forwarding header fields count, such as 127.0.0.1 or \
            10.0.0.0/8: for clients that call the service by several host names. May be repeated.
            """, valueName: "network"))
    var trustedProxies: [String] = []

    @Option(
        name: .customLong("forwarded-header"),
        help: ArgumentHelp(
            """
            A header field that every trusted proxy sets, or removes from what a client sends. May be repeated. \
            Without x-forwarded-host and forwarded, proxies must pass Host on. (default: x-forwarded-proto)
            """, valueName: "field"))
    var forwardedHeaders: [ForwardedHeader] = []

    @Flag(
        help: """
            The trusted proxies append to the X-Forwarded-… fields, X-Forwarded-For among them, where others replace \
            the value.
            """)
    var forwardedAppend = false

    @Option(
        name: .customLong("client-address-proxy"),
        help: ArgumentHelp(
            """
            An address or a network of proxies that set X-Forwarded-For: with --external-url, limits per address then \
            count the clients. May be repeated. Trusted proxies need not be repeated.
            """, valueName: "network"))
    var clientAddressProxies: [String] = []

    func validate() throws {
        guard externalURL == nil || trustedProxies.isEmpty else {
            throw ValidationError(
                "give --external-url if clients call one URL, or --trusted-proxy if they call several, not both")
        }
        guard !trustedProxies.isEmpty || (forwardedHeaders.isEmpty && !forwardedAppend) else {
            throw ValidationError("--forwarded-header and --forwarded-append need --trusted-proxy")
        }
        if case .fixed(let url) = try source(), url.base.hasSuffix("/v1") {
            throw ValidationError("--external-url is the URL without /v1/, which the service adds")
        }
        _ = try addressProxies()
    }

    /// Whether clients are known to reach the service over TLS, or through a proxy that says so.
    func isSecure() throws -> Bool {
        switch try source() {
        case .listeningAddress: false
        case .fixed(let url): url.base.hasPrefix("https://")
        case .proxies: true
        }
    }

    /// The proxies that name their clients.
    func addressProxies() throws -> ForwardingProxies? {
        guard !clientAddressProxies.isEmpty else { return nil }
        do throws(ExternalURLError) {
            return try ForwardingProxies(networks: clientAddressProxies, setting: .xForwardedProto)
        } catch {
            throw ValidationError("--client-address-proxy: \(error)")
        }
    }

    /// The source that the options state.
    func source() throws -> ExternalURLSource {
        do throws(ExternalURLError) {
            if let externalURL { return .fixed(try ExternalURL(base: externalURL)) }
            guard !trustedProxies.isEmpty else { return .listeningAddress }
            let fields = forwardedHeaders.isEmpty ? .xForwardedProto : ForwardingFields(forwardedHeaders.map(\.field))
            return .proxies(
                try ForwardingProxies(
                    networks: trustedProxies, setting: fields, writing: forwardedAppend ? .appending : .replacing))
        } catch {
            throw ValidationError("\(externalURL == nil ? "--trusted-proxy" : "--external-url"): \(error)")
        }
    }
}

#endif
