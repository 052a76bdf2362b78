/// A connection that libcurl may reuse.
final class PooledConnection {
    /// `nil` until the first of its transfers has ended.
    var socket: Int32?
    /// The number of transfers that use it.
    var users = 1
    var isHTTP1 = true
    /// The last stream that the server processes, once it has said so. RFC 9113 section 6.8.
    var lastStream: UInt32?
}
