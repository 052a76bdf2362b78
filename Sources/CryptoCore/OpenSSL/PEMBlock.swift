/// A PEM block, whose bytes are wiped before they are freed.
///
/// RFC 7468.
@safe
struct PEMBlock: ~Copyable {
    let label: String

    /// The text that RFC 1421 permits between the label and the bytes, where encryption is declared.
    let header: String

    /// The address of the bytes, which OpenSSL has allocated.
    let bytes: UnsafeMutablePointer<UInt8>

    let count: Int

    deinit { unsafe Self.free(bytes, count) }
}
