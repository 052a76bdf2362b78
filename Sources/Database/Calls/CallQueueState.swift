#if Service

struct CallQueueState {
    var calls = CallList()
    var isClosed = false
    /// Whether a task waits for the first deadline.
    var hasTimer = false
}

/// Calls with deadlines, the earliest first.
struct CallList {
    private var elements: [(call: Call, deadline: ContinuousClock.Instant)?] = []
    private var start = 0

    var count: Int { elements.count - start }

    var first: Call? { start < elements.count ? elements[start]?.call : nil }

    var firstDeadline: ContinuousClock.Instant? { start < elements.count ? elements[start]?.deadline : nil }

    mutating func append(_ call: Call, _ deadline: ContinuousClock.Instant) {
        elements.append((call, deadline))
    }

    mutating func removeFirst() -> Call? {
        guard let call = first else { return nil }
        elements[start] = nil
        start += 1
        // Moving what is left costs no more than removing what was before it did.
        if start * 2 > elements.count {
            elements.removeFirst(start)
            start = 0
        }
        return call
    }

    mutating func remove(_ number: UInt64) -> Call? {
        guard let index = elements.firstIndex(where: { $0?.call.number == number }) else { return nil }
        return elements.remove(at: index)?.call
    }

    mutating func removeAll(through now: ContinuousClock.Instant) -> [Call] {
        var removed: [Call] = []
        while let deadline = firstDeadline, deadline <= now, let call = removeFirst() { removed.append(call) }
        return removed
    }
}

#endif
