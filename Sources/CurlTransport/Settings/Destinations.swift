/// A rule for the addresses that a transport connects to.
///
/// For requests whose URL somebody else has named, who must not reach with them what only this machine or its network
/// reaches. The address is judged that libcurl is about to connect to, so a name that resolves to another one a moment later
/// changes nothing.
public struct Destinations: Sendable, Hashable {
    enum Rule: Sendable, Hashable {
        case any
        case publicAddresses(exceptions: [String])
    }

    /// Every address.
    public static let any = Destinations(rule: .any)

    /// Public addresses alone: none that is private, loopback, link-local, shared, reserved, multicast or for documentation.
    ///
    /// Anything else is `TransportError.addressNotPermitted(_:)`, and nothing is sent.
    public static let publicAddresses = publicAddresses(except: [])

    let rule: Rule

    /// Returns the rule for public addresses with exceptions.
    ///
    /// A proxy connects by itself, and a Unix socket has no address: with this rule, either is
    /// `TransportError.invalidConfiguration(_:)` when the transport is created, also a proxy that the environment names.
    ///
    /// - Parameter exceptions: What is reached at any address: `host` for the default port of the request's scheme, or
    ///   `host:port`, as requests name it. Matched by name, not by address. A malformed one is
    ///   `TransportError.invalidConfiguration(_:)` when the transport is created.
    public static func publicAddresses(except exceptions: [String]) -> Destinations {
        Destinations(rule: .publicAddresses(exceptions: exceptions))
    }
}
