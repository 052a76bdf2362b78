/// Where a parameter of a request was found.
///
/// RFC 5849 section 3.4.1.3.1.
enum ParameterSource: UInt8, BitwiseCopyable {
    case header, query, body
    /// Added by the signer.
    case signer
}
