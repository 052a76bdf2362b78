internal import HTTPExchange
internal import WebSyntax

/// The check of each address that a transfer is about to connect to. Used on the agent's thread.
final class DestinationGuard {
    /// The addresses that a transfer may connect to.
    enum Permission: Sendable {
        case any, publicAddresses
    }

    private let permission: Permission
    /// The first address that was refused.
    private(set) var refused: IPAddress?
    private var hasPermitted = false

    init(_ permission: Permission) { self.permission = permission }

    /// The error of a transfer all of whose addresses were refused; `nil` if one was permitted, or none was tried.
    var error: TransportError? {
        guard let refused, !hasPermitted else { return nil }
        return .addressNotPermitted(refused.text)
    }

    /// Returns whether a socket for `address` may be created.
    ///
    /// - Parameter address: `nil` for one that is neither IPv4 nor IPv6.
    func permits(_ address: IPAddress?) -> Bool {
        guard let address else { return false }
        guard permission == .any || address.isPublic else {
            refused = refused ?? address
            return false
        }
        hasPermitted = true
        return true
    }
}
