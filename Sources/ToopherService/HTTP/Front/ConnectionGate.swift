#if Service

internal import Logging
internal import NIOCore
internal import Synchronization

/// Decides which connections stay. Those that do not are counted in the log, in one line a minute.
final class ConnectionGate: Sendable {
    private struct State {
        var counts: ConnectionCounts
        var refusals = RefusalTally()
    }

    private let state: Mutex<State>
    private let isExempt: @Sendable (String) -> Bool
    private let logger: Logger
    private let counters: LimitCounters?

    /// Creates a gate.
    ///
    /// - Parameter isExempt: Returns whether the connections of an IP address count only in all.
    init(
        maximum: Int, maximumPerAddress: Int, isExempt: @escaping @Sendable (_ address: String) -> Bool, logger: Logger,
        counting counters: LimitCounters? = nil
    ) {
        state = Mutex(State(counts: ConnectionCounts(maximum: maximum, maximumPerAddress: maximumPerAddress)))
        self.isExempt = isExempt
        self.logger = logger
        self.counters = counters
    }

    /// The number of open connections.
    var connectionCount: Int { state.withLock { $0.counts.total } }

    /// Takes a place for a channel until it closes; returns whether there is one.
    func admit(_ channel: any Channel) -> Bool {
        let peer = channel.remoteAddress?.ipAddress
        let address = peer.flatMap { isExempt($0) ? nil : AddressBlock($0) }
        let (verdict, report) = state.withLock { state in
            let verdict = state.counts.admit(address)
            return (verdict, state.refusals.count(verdict, at: .now()))
        }
        switch verdict {
        case .admitted: break
        case .full: counters?.count(.connections)
        case .addressFull: counters?.count(.addressConnections)
        }
        if let report {
            logger.warning(
                "connections refused since the last such line",
                metadata: ["all_places_taken": "\(report.full)", "places_of_address_taken": "\(report.addressFull)"])
        }
        if verdict == .admitted {
            channel.closeFuture.whenComplete { _ in self.state.withLock { $0.counts.release(address) } }
        }
        return verdict == .admitted
    }
}

#endif
