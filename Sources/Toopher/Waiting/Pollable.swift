internal import HTTPExchange
internal import OAuth1

/// What the service is asked about again and again until a user has answered.
protocol Pollable: ToopherResource {
    /// Where it is below the base URL.
    static var path: String { get }

    init(_ fields: FieldReader) throws(FieldProblem)

    var id: String { get }

    /// Whether there is no answer yet.
    var isPending: Bool { get }

    /// Whether somebody who was told `other` need not be told this: fields that the library does not know may change
    /// all the time.
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
    /// Asks for the state as it is now or, held open, as soon as there is an answer.
    func state<Resource: Pollable>(
        of resource: Resource, _ question: WaitPlan.Question
    ) async throws(ToopherError) -> Resource {
        let reply = try await get(
            Resource.path + Argument.pathSegment(resource.id),
            query: question.hold.map { [Parameter("wait", String($0))] } ?? [],
            options: options.holding(question))
        return try reply.resource(Resource.init, id: resource.id)
    }
}

extension TransferOptions {
    /// Room for a question that is held open, but never beyond the end of the wait.
    fileprivate func holding(_ question: WaitPlan.Question) -> TransferOptions {
        var options = self
        let hold = Duration.seconds(question.hold ?? 0)
        options.totalTimeout = min(totalTimeout + hold, question.limit)
        options.firstByteTimeout = firstByteTimeout.map { $0 + hold }
        options.lowSpeedLimit?.duration += hold
        return options
    }
}
