#if Service

/// Takes a sample of what a node has done at intervals, until its task is cancelled.
struct ActivitySampler: Sendable {
    let core: ServiceCore

    /// Takes samples, the first at once.
    func run() async {
        repeat { take() } while (try? await Task.sleep(for: .seconds(ActivitySamples.interval))) != nil
    }

    /// Takes one sample.
    func take() {
        guard let metrics = core.metrics else { return }
        let outcomes = metrics.entries.requestOutcomes
        metrics.activity.take(
            .init(
                time: core.clock(), approvals: outcomes.granted, denials: outcomes.denied,
                requests: metrics.requestTotal))
    }
}

#endif
