#if Service

/// The steps of one approval.
enum BenchServiceStep: String, CaseIterable, Sendable {
    /// The requester asks: `POST authentication_requests/initiate`.
    case initiate
    /// The phone fetches what is pending: `GET device/pending`.
    case fetch
    /// The phone sends its signed approval: `POST device/answers`.
    case decide
    /// The requester asks for the status, which is granted: `GET authentication_requests/{id}`. With held requests, from the
    /// moment at which the phone sends its decision until the waiting requester has the response.
    case status
}

#endif
