internal import Glibc
internal import Platform

/// A gate that keeps an agent out of libcurl, and so out of OpenSSL, once the process has begun to exit.
///
/// OpenSSL frees its globals in an `atexit` handler. An agent in a TLS read at that moment, because its transport was not
/// closed, would use them after they are freed. So every turn of an agent happens inside its gate, and a handler that runs
/// before OpenSSL's, because it is registered later, shuts the gates: it waits for the current turn, which never blocks;
/// later turns wait until the process has ended.
final class ExitGate: Sendable {
    let isShut = Lock(false)

    /// Runs `work`; never returns once the process is exiting.
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
        /// The process that has begun to exit; its forked children have not.
        var exiting: pid_t?
        /// The process that registered the handler. A forked child inherits the handler, but not the agents.
        var installedIn: pid_t?
    }

    private static let gates = Lock(Gates())

    /// Registers the exit handler. To be called after OpenSSL has registered its own.
    static func installHandler() {
        gates.withLock { $0.installedIn = getpid() }
        atexit { ExitGate.shutAll() }
    }

    /// Adds the gate to those that exit shuts. To be called before the agent's first turn; another thread may start an
    /// agent while the process exits.
    func register() {
        let isLate = Self.gates.withLock { gates in
            gates.open[ObjectIdentifier(self)] = self
            return gates.exiting == getpid()
        }
        if isLate { shut() }
    }

    /// Removes the gate from those that exit shuts.
    func unregister() {
        Self.gates.withLock { $0.open[ObjectIdentifier(self)] = nil }
    }

    /// Shuts all gates; the exit handler. Has no effect in a forked child.
    static func shutAll() {
        let open = gates.withLock { gates -> [ExitGate] in
            guard gates.installedIn == getpid() else { return [] }
            gates.exiting = getpid()
            return Array(gates.open.values)
        }
        for gate in open { gate.shut() }
    }
}
