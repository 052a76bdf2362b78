#if Service

/// What belongs to one requester, waits for a decision, and expires.
protocol RequesterOwned: Sendable {
    var requesterID: String { get }

    /// Returns when the decision expires that is pending at a time, in seconds since 1970; `nil` if none is.
    func pendingUntil(at now: Int64) -> Int64?
}

extension RequesterOwned {
    /// Returns what was found if it is the requester's, else what the requester is told: of what belongs to another
    /// requester, not even that it exists.
    static func found(_ value: Self?, by requesterID: String) -> Result<Self, ProtocolError> {
        guard let value, value.requesterID == requesterID else { return .failure(.notFound) }
        return .success(value)
    }
}

extension Pairing: RequesterOwned {
    func pendingUntil(at now: Int64) -> Int64? { status(at: now) == .pending ? expires : nil }
}

extension AuthenticationRequest: RequesterOwned {
    func pendingUntil(at now: Int64) -> Int64? { status(at: now).isPending ? expires : nil }
}

#endif
