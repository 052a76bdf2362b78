/// Runs tasks on a transport's own thread, between its dealings with libcurl.
///
/// A request from such a task costs no change of threads, which for a small one is most of its price. But whatever the
/// task does holds up every transfer of the transport: this is for tasks that do little besides sending, and never for
/// any that block. Keep the transport until they have ended.
///
/// ```swift
/// await withTaskExecutorPreference(transport.executor) {
///     for request in requests { responses.append(try await transport.send(request)) }
/// }
/// ```
///
/// After the transport was closed, jobs run on the global concurrent executor.
public final class AgentExecutor: TaskExecutor {
    private let mailbox: Mailbox

    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    /// Has a job run on the agent's thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !mailbox.post(job) { globalConcurrentExecutor.enqueue(job) }
    }
}
