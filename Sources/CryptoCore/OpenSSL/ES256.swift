/// The two encodings of an ECDSA signature over P-256.
///
/// OpenSSL uses DER. RFC 7518 section 3.4 and WebCrypto use `r || s`, of 32 bytes each.
enum ES256 {}
