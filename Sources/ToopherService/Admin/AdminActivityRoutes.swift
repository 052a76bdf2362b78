#if Service

internal import Hummingbird

/// The page of what this node has done lately.
struct AdminActivityRoutes: Sendable {
    let service: ToopherService

    /// Adds the route to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin/activity") { request, _ in try await page(AdminRequest(request, service)) }
    }

    private func page(_ asked: AdminRequest) async throws -> Response {
        let (texts, samples) = (asked.texts, service.core.metrics?.activity.samples ?? [])
        guard let first = samples.first else {
            return asked.response(texts(.activity), "<p>\(texts(.noSamples))</p>", at: .activity)
        }
        func counts(_ title: AdminText, _ kind: String, _ value: (ActivitySamples.Sample) -> UInt64) -> Markup {
            let values = samples.map(value)
            let summary = texts(
                .countSummary,
                [
                    "total": "<b>\(Int64(clamping: values.reduce(0, &+)))</b>",
                    "most": "\(Int64(clamping: values.max() ?? 0))", "seconds": "\(ActivitySamples.interval)",
                ])
            return figure(title, kind, summary, values.map { Double($0) }, asked)
        }
        let latencies = samples.map(\.latency)
        let known = latencies.compactMap(\.self)
        let latency = texts(
            .latencySummary,
            ["last": "<b>\(Self.milliseconds(known.last))</b>", "most": "\(Self.milliseconds(known.max()))"])
        let content: Markup = """
            <p>\(texts(.activityLead, ["time": AdminPage.time(first.time)]))</p>
            <p><a href="/admin/activity">\(texts(.loadAgain))</a></p>
            <div class="plots">
            \(counts(.approvals, "good", \.approvals))\(counts(.denials, "bad", \.denials))
            \(counts(.requests, "wait", \.requests))\(figure(.latency, "quiet", latency, latencies, asked))
            </div>
            """
        return asked.response(texts(.activity), content, at: .activity)
    }

    private func figure(
        _ title: AdminText, _ kind: String, _ summary: Markup, _ values: [Double?], _ asked: AdminRequest
    ) -> Markup {
        """
        <figure class="plot \(kind)"><figcaption><strong>\(asked.texts(title))</strong> <span>\(summary)</span></figcaption>
        \(AdminPlot(values, places: ActivitySamples.capacity).markup)</figure>
        """
    }

    private static func milliseconds(_ value: Double?) -> String {
        guard let value else { return "–" }
        return value < 10 ? AdminPlot.text(value) : String(Int64(value.rounded()))
    }
}

#endif
