#if Service

internal import Database

extension ServiceMetrics {
    /// Returns everything that a node can tell.
    ///
    /// - Parameters:
    ///   - requests: The requests of the service.
    ///   - gate: The connections of the service.
    ///   - log: How far the log of decisions is; `nil` if the database does not answer.
    func text(_ core: ServiceCore, requests: RequestMetrics, gate: ConnectionGate, log: LogStatus?) -> PrometheusText {
        var text = PrometheusText()
        requests.write(to: &text)
        text.add(.gauge, "toopher_waits", "Requests that wait for a decision.", core.changes.waiterCount)
        text.add(.gauge, "toopher_connections", "Open connections.", gate.connectionCount)
        text.begin("toopher_limits_hit_total", .counter, "How often a limit has refused something, by limit.")
        for limit in Limit.allCases {
            text.add("toopher_limits_hit_total", [("limit", limit.label)], limits.value(limit))
        }
        entries.write(to: &text)
        text.add(.gauge, "toopher_database_up", "Whether the database has answered in time.", log == nil ? 0 : 1)
        log?.write(now: core.clock(), to: &text)
        database.write(core.store.database.statistics, to: &text)
        pushes.write(
            "toopher_push_duration_seconds", "How long push services took to answer, by what came of it.", to: &text)
        text.add(
            .gauge, "toopher_push_waiting_messages", "Push messages that wait or are being sent.",
            core.push?.waitingCount ?? 0)
        webhooks.write(
            "toopher_webhook_duration_seconds", "How long endpoints took to answer, by what came of it.", to: &text)
        ProcessStatus.current.write(started: started, to: &text)
        return text
    }
}

#endif
