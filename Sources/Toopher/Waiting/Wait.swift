/// What a wait needs to know about its resource.
struct Wait<Resource: Sendable>: Sendable {
    let start: Resource
    let timeout: Duration
    let schedule: PollSchedule
    let clock: any Clock<Duration>
    let poll: @Sendable (WaitPlan.Poll) async throws(ToopherError) -> Resource
    let isPending: @Sendable (Resource) -> Bool
    let isSameState: @Sendable (Resource, Resource) -> Bool
}
