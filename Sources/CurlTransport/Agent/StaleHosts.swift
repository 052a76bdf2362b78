internal import HTTPExchange

/// The hosts to which no connection could be made, so that they have to be looked up anew. Used on the agent's thread.
///
/// libcurl remembers the addresses of a host for a minute, also when no server answers there any more.
final class StaleHosts {
    /// How many hosts are remembered; the addresses of further ones are used until libcurl forgets them.
    private static let limit = 1024

    private var names: Set<String> = []

    /// Notes the error of a transfer, if it means that the address of its host may be wrong.
    func note(_ error: TransportError, _ transfer: Transfer) {
        switch error {
        case .addressNotPermitted, .couldNotConnect, .connectTimedOut, .proxyFailed(_, status: nil, _):
            if names.count < Self.limit { names.insert(Self.name(transfer)) }
        default: break
        }
    }

    /// Returns whether the host of a transfer has to be looked up anew; it is now.
    func remove(_ transfer: Transfer) -> Bool {
        !names.isEmpty && names.remove(Self.name(transfer)) != nil
    }

    /// The host that is looked up.
    private static func name(_ transfer: Transfer) -> String {
        transfer.connection.proxy?.name ?? transfer.request.authority.host
    }
}
