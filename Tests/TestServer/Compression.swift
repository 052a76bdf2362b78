/// A format of compressed bytes.
package enum Compression: String, CaseIterable, Sendable {
    /// RFC 1952.
    case gzip
    /// RFC 1950, which HTTP calls `deflate`.
    case zlib
    /// RFC 1951, which some servers call `deflate`.
    case raw

    /// The name in `Content-Encoding`.
    package var coding: String { self == .gzip ? "gzip" : "deflate" }
}
