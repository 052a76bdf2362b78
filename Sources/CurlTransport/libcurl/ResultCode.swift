/// The result of a libcurl function or transfer: a `CURLcode`.
struct ResultCode: Sendable, Hashable {
    let rawValue: UInt32

    /// Whether the code is `CURLE_OK`.
    var isSuccess: Bool { rawValue == 0 }
}
