/// The NIST curve P-256 with ES256, its ECDSA with SHA-256, and ECDH.
///
/// FIPS 186-5, RFC 7518 section 3.4 and NIST SP 800-56A section 5.7.1.2.
public enum P256 {}
