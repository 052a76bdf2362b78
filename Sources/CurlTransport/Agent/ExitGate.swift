internal import Glibc
internal import Platform

/// Keeps an agent out of libcurl, and so out of OpenSSL, once the process has begun to exit.
///
/// OpenSSL frees its globals in an `atexit` handler of its own. An agent that is amid a TLS read at that moment, because
/// nobody closed the transport, would use them after they are gone. So every turn of an agent happens inside its gate,
/// and a handler that runs before OpenSSL's, being registered later, shuts the gates: it waits for the turn under way,
/// which never blocks, and whoever comes later parks until the process is gone.
final class ExitGate: Sendable {
    let isShut = Lock(false)

    /// Runs `work` unless the process is exiting; does not return then.
    func pass<Result: Sendable>(_ work: () -> Result) -> Result {
        let result: Result? = isShut.withLock { isShut in isShut ? nil : work() }
        guard let result else {
            while true { pause() }
        }
        return result
    }

    private func shut() {
        isShut.withLock { $0 = true }
    }
}

extension ExitGate {
    private struct Gates {
        var open: [ObjectIdentifier: ExitGate] = [:]
        /// The process that has begun to exit; a child that it forked before has not.
        var exiting: pid_t?
        /// The process that registered the handler. A forked child inherits it, but not the agents that would open a gate.
        var installedIn: pid_t?
    }

    private static let gates = Lock(Gates())

    /// Registers the exit handler. Comes after whatever makes OpenSSL register its own.
    static func installHandler() {
        gates.withLock { $0.installedIn = getpid() }
        atexit { ExitGate.shutAll() }
    }

    /// To be called before the agent's first turn. Other threads go on while the process exits, and may start agents.
    func register() {
        let isLate = Self.gates.withLock { gates in
            gates.open[ObjectIdentifier(self)] = self
            return gates.exiting == getpid()
        }
        if isLate { shut() }
    }

    func unregister() {
        Self.gates.withLock { $0.open[ObjectIdentifier(self)] = nil }
    }

    /// What the exit handler does. In a forked child: nothing.
    static func shutAll() {
        let open = gates.withLock { gates -> [ExitGate] in
            guard gates.installedIn == getpid() else { return [] }
            gates.exiting = getpid()
            return Array(gates.open.values)
        }
        for gate in open { gate.shut() }
    }
}
