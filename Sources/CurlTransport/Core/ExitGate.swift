internal import Glibc

/// Keeps an agent out of libcurl, and so out of OpenSSL, once the process has begun to exit.
///
/// OpenSSL frees its globals in an `atexit` handler of its own. An agent that is amid a TLS read at that moment, because
/// nobody closed the transport, would use them after they are gone. So every turn of an agent happens inside its gate,
/// and a handler that runs before OpenSSL's, being registered later, shuts the gates: it waits for the turn under way,
/// which never blocks, and whoever comes later parks until the process is gone.
final class ExitGate: Sendable {
    private let isShut = Lock(false)

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
    private static let open = Lock<[ObjectIdentifier: ExitGate]>([:])

    /// Registers the exit handler. Comes after whatever makes OpenSSL register its own.
    static func installHandler() {
        installedIn.withLock { $0 = getpid() }
        atexit { ExitGate.shutAll() }
    }

    /// The process that registered the handler. A forked child inherits it, but not the agents that would open a gate.
    private static let installedIn = Lock<pid_t>(0)

    func register() {
        Self.open.withLock { $0[ObjectIdentifier(self)] = self }
    }

    func unregister() {
        Self.open.withLock { $0[ObjectIdentifier(self)] = nil }
    }

    /// What the exit handler does. In a forked child: nothing.
    static func shutAll() {
        guard installedIn.withLock({ $0 }) == getpid() else { return }
        for gate in open.withLock({ Array($0.values) }) { gate.shut() }
    }
}
