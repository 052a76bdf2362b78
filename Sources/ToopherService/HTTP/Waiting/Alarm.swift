#if Service

internal import Synchronization

/// Wakes up the one who waits for work: to send webhooks, or to seal the log. Rung while nobody waits, it ends the next wait at
/// once.
final class Alarm: Sendable {
    private struct State {
        var isRung = false
        var waiter: Waiter?
    }

    private let state = Mutex(State())

    /// Wakes up who waits, or who will.
    func ring() {
        let waiter = state.withLock { state in
            state.isRung = true
            return state.waiter
        }
        waiter?.notify()
    }

    /// Returns when the alarm rings, at the limit, or when the task is cancelled.
    func wait(atMost limit: Duration) async {
        let waiter = Waiter()
        let isRung = state.withLock { state in
            state.waiter = waiter
            return state.isRung
        }
        if !isRung {
            let timer = Task {
                do { try await Task.sleep(for: limit) } catch { return }
                waiter.expire()
            }
            await withTaskCancellationHandler {
                _ = await waiter.next()
            } onCancel: {
                waiter.abandon()
            }
            timer.cancel()
        }
        // Whoever waits looks afterwards, and so sees what this was for.
        state.withLock { state in state = State() }
    }
}

#endif
