#if Service

internal import Database
internal import Logging

/// Deletes what has expired, little by little, and reads the requesters again, until its task is cancelled.
struct ServiceMaintenance: Sendable {
    static let interval = Duration.seconds(30)

    let core: ServiceCore
    let logger: Logger

    /// Deletes at once, and then again after each interval.
    func run() async {
        repeat {
            do {
                try await deleteAll()
            } catch DatabaseError.cancelled {
                return
            } catch {
                logger.warning("what has expired could not be deleted", metadata: ["error": "\(error)"])
            }
            do {
                try await core.reloadRequesters()
            } catch DatabaseError.cancelled {
                return
            } catch {
                logger.warning("the requesters could not be read", metadata: ["error": "\(error)"])
            }
        } while (try? await Task.sleep(for: Self.interval)) != nil
    }

    /// Deletes everything that has expired, in short transactions that let others pass.
    func deleteAll() async throws(DatabaseError) {
        let now = core.clock()
        while try await core.store.forgetNonces(before: now - core.timestampWindow) {}
        while try await core.store.deleteExpired(now: now) {}
    }
}

#endif
