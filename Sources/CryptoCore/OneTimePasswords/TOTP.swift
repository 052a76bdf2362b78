/// One-time passwords that follow from the time.
///
/// RFC 6238.
package enum TOTP {
    /// Returns the number of the time step at a time: the counter of its password.
    ///
    /// - Parameters:
    ///   - time: Seconds since 1970; a time before counts as 0.
    ///   - period: The length of a step in seconds, at least 1.
    package static func step(at time: Int64, period: Int64) -> Int64 {
        max(0, time) / max(1, period)
    }

    /// Returns the password at a time, in ASCII digits. As ``HOTP/password(_:counter:digits:)``, with the step as counter.
    package static func password(
        _ key: HMACKey, time: Int64, period: Int64, digits: Int
    ) throws(CryptoError) -> [UInt8] {
        try HOTP.password(key, counter: UInt64(step(at: time, period: period)), digits: digits)
    }
}
