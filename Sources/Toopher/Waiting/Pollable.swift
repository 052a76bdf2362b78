internal import HTTPExchange
internal import OAuth1

/// A resource that is polled until its user has decided.
protocol Pollable: ToopherResource {
    /// The path of all such resources below the base URL.
    static var path: String { get }

    init(_ fields: JSONObjectReader) throws(MalformedFieldError)

    var id: String { get }

    /// Whether there is no decision yet.
    var isPending: Bool { get }

    /// Returns whether both are in the same state; unknown fields do not count.
    func isSameState(as other: Self) -> Bool
}

extension AuthenticationRequest: Pollable {
    static var path: String { "authentication_requests/" }

    func isSameState(as other: AuthenticationRequest) -> Bool {
        isPending == other.isPending && isGranted == other.isGranted && isAutomated == other.isAutomated
            && reason == other.reason && reasonCode == other.reasonCode
    }
}

extension Pairing: Pollable {
    static var path: String { "pairings/" }

    func isSameState(as other: Pairing) -> Bool {
        isPending == other.isPending && isEnabled == other.isEnabled
    }
}

extension Endpoint {
    /// Polls the state of a resource.
    func state<Resource: Pollable>(
        of resource: Resource, _ poll: WaitPlan.Poll
    ) async throws(ToopherError) -> Resource {
        let response = try await get(
            Resource.path + Argument.pathSegment(resource.id),
            query: poll.hold.map { [Parameter("wait", String($0))] } ?? [],
            options: options.allowing(poll))
        return try response.resource(Resource.init, id: resource.id)
    }
}

extension TransferOptions {
    /// Returns options with later deadlines for a request that is held, but none after the end of the wait.
    fileprivate func allowing(_ poll: WaitPlan.Poll) -> TransferOptions {
        var options = self
        let hold = Duration.seconds(poll.hold ?? 0)
        options.totalTimeout = min(totalTimeout + hold, poll.timeout)
        options.firstByteTimeout = firstByteTimeout.map { $0 + hold }
        options.lowSpeedLimit?.duration += hold
        return options
    }
}
