#if Service

internal import CryptoCore

/// The one-time passwords that the phone of a pairing shows: RFC 6238 with SHA-1, as every authenticator app does it.
enum PairingPassword {
    static let digits = 6
    /// The length of a time step in seconds.
    static let period: Int64 = 30
    /// The length of a secret in bytes: that of the digest, as RFC 4226 section 4 recommends.
    static let secretCount = 20
    /// How many time steps a phone's clock may be off, either way.
    static let stepWindow: Int64 = 1

    /// Returns the time step of a password; `nil` if it is none of this time, or not later than the last accepted one.
    static func step(
        of password: [UInt8], secret: SecretBytes, after lastStep: Int64, at now: Int64
    ) throws(CryptoError) -> Int64? {
        guard password.count == digits else { return nil }
        let step = TOTP.step(at: now, period: period)
        let (first, last) = (max(0, lastStep + 1, step - stepWindow), step + stepWindow)
        guard first <= last else { return nil }
        return try PasswordWindow.firstMatch(
            of: [password], in: first...last, key: HMACKey(.sha1, key: secret))
    }
}

#endif
