/// An executor that runs tasks on a transport's own thread, between its calls to libcurl.
///
/// A request from such a task needs no thread switch, which is most of the cost of a small one. Every job delays all
/// transfers of the transport: use the executor for tasks that do little besides sending, and never for one that blocks.
/// Keep the transport until they have ended.
///
/// ```swift
/// await withTaskExecutorPreference(transport.executor) {
///     for request in requests { responses.append(try await transport.send(request)) }
/// }
/// ```
///
/// Once the transport is closed, jobs run on the global concurrent executor.
public final class AgentExecutor: TaskExecutor {
    private let mailbox: Mailbox

    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    /// Schedules a job on the transport's thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !mailbox.post(job) { globalConcurrentExecutor.enqueue(job) }
    }
}
