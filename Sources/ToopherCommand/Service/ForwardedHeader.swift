#if Service

import ArgumentParser
import OAuth1

/// A header field in which proxies state what a client called, as an option names it.
enum ForwardedHeader: String, CaseIterable, ExpressibleByArgument {
    case forwarded
    case xForwardedProto = "x-forwarded-proto"
    case xForwardedHost = "x-forwarded-host"
    case xForwardedPort = "x-forwarded-port"

    /// Creates a header field from its name in any case.
    init?(argument: String) { self.init(rawValue: argument.lowercased()) }

    /// The library's name of it.
    var field: ForwardingFields {
        switch self {
        case .forwarded: .forwarded
        case .xForwardedProto: .xForwardedProto
        case .xForwardedHost: .xForwardedHost
        case .xForwardedPort: .xForwardedPort
        }
    }
}

#endif
