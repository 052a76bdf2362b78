/// The process-wide state of libcurl.
enum CurlLibrary {
    /// Whether libcurl checks a pooled connection for unexpected bytes before it reuses it, as it does from 8.0 on.
    static let checksReusedConnections = version >= 0x080000
}
