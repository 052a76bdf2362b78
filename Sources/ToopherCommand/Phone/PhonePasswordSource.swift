import CryptoCore

/// A pairing for which the phone shows one-time passwords.
struct PhonePasswordSource: Sendable {
    /// The name of the requester.
    let requester: String
    /// The name of the user.
    let user: String
    private let key: HMACKey
    private let digits: Int
    private let period: Int64

    /// Reads a pairing of the service's list.
    init(_ pairing: DeviceMessage.PasswordSource) throws {
        guard let secret = Base32.decode(pairing.secret), !secret.isEmpty, HOTP.digitCounts.contains(pairing.digits),
            pairing.period > 0
        else { throw CommandError("the service's secret for one-time passwords is malformed") }
        requester = pairing.requester.name
        user = pairing.user.name
        key = try HMACKey(.sha1, key: SecretBytes(secret))
        digits = pairing.digits
        period = pairing.period
    }

    /// Returns the password at a time.
    ///
    /// - Parameter time: Seconds since 1970.
    func password(at time: Int64) throws -> String {
        String(decoding: try TOTP.password(key, time: time, period: period, digits: digits), as: UTF8.self)
    }
}
