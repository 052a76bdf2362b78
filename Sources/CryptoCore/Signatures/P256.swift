/// The NIST curve P-256 with ES256, its ECDSA with SHA-256.
///
/// FIPS 186-5 and RFC 7518 section 3.4.
public enum P256 {}
