#if Service

internal import CryptoCore

/// What waits for a decision at a moment, the newest first.
struct AdminPendingList: JSONConvertible, Sendable {
    let requests: [AdminPendingRequest]
    /// The same for the same list.
    let version: String
    /// When the first of them has had its time, in seconds since 1970; `nil` if nothing waits.
    let nextEnd: Int64?

    /// Reads the list.
    init(_ store: Store, now: Int64) async throws {
        requests = try await store.adminPending(now: now)
        nextEnd = requests.map(\.expires).min()
        let ids = requests.map(\.id).joined(separator: " ")
        version = Base64.encodeURL(Array(try Digest.sha256(Array(ids.utf8)).prefix(12)))
    }

    var json: JSONFragment {
        let rows = requests.map { request in
            JSONFragment.object([
                ("id", .string(request.id)), ("since", .string(UTCTimestamp.text(request.created))),
                ("requester", .string(request.requester)), ("user", .string(request.user)),
                ("action", .string(request.action)), ("terminal", .string(request.terminal)),
            ])
        }
        return .object([("version", .string(version)), ("requests", .array(rows))])
    }
}

#endif
