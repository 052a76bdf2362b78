/// What callbacks noted during a turn of the agent, which acts on it afterwards: libcurl permits little inside them.
final class TransferEvents {
    private var completed: [UInt64] = []
    private var interim: [UInt64] = []

    /// Notes that a response may be complete while its request is still being sent.
    func noteCompletion(of id: UInt64) { completed.append(id) }

    /// Notes an interim response.
    func noteInterim(of id: UInt64) { interim.append(id) }

    /// Returns the transfers whose response may be complete, since the last call.
    func takeCompleted() -> [UInt64] {
        guard !completed.isEmpty else { return [] }
        defer { completed.removeAll(keepingCapacity: true) }
        return completed
    }

    /// Returns the transfers that had an interim response, since the last call.
    func takeInterim() -> [UInt64] {
        guard !interim.isEmpty else { return [] }
        defer { interim.removeAll(keepingCapacity: true) }
        return interim
    }
}
