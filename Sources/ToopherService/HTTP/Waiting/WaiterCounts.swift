#if Service

/// The requests that wait, in all and by whom they belong to.
struct WaiterCounts: Sendable {
    /// To whom a waiting request belongs.
    enum Owner: Sendable, Hashable {
        case device(id: String)
        case requester(id: String)
        case page(digest: String)
    }

    let limits: WaitLimits
    private(set) var total = 0
    private var byOwner: [Owner: Int] = [:]

    init(_ limits: WaitLimits) {
        self.limits = limits
    }

    /// Takes a place; returns whether there is one.
    mutating func take(_ owner: Owner) -> Bool {
        let limit =
            switch owner {
            case .device: limits.device
            case .requester: limits.requester
            case .page: limits.page
            }
        guard total < limits.total, byOwner[owner, default: 0] < limit else { return false }
        total += 1
        byOwner[owner, default: 0] += 1
        return true
    }

    /// Gives a place back.
    mutating func release(_ owner: Owner) {
        total -= 1
        guard let count = byOwner[owner] else { return }
        byOwner[owner] = count > 1 ? count - 1 : nil
    }
}

#endif
