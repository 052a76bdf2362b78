/// A content coding that the transport decodes.
///
/// RFC 9110 section 8.4.1. Each shows where it ends, so that a body that was cut off is recognised; `br` and `zstd` would need
/// a library each that is as careful.
enum ContentCoding: Sendable, Hashable {
    /// Members of RFC 1952, joined. Each ends with its checksum and its length.
    case gzip
    /// RFC 1950, which ends with a checksum; or RFC 1951 alone, as some servers send it, which ends with a marked block.
    case deflate

    /// The value of `Accept-Encoding`: all codings, and nothing else.
    static let accepted = "gzip, deflate"
}
