#if Service

import CryptoCore

@testable import ToopherService

/// A hard token as a person holds it.
struct TestToken: Sendable {
    var secret = Array("12345678901234567890".utf8)
    var algorithm = HashAlgorithm.sha1
    var digits = 6
    var period: Int64 = 30

    var hexadecimal: String { Hex.encode(secret) }

    func key() throws -> HMACKey { try HMACKey(algorithm, key: SecretBytes(secret)) }

    /// Returns the password of a counter or time step.
    func password(_ counter: Int64) throws -> String {
        String(decoding: try HOTP.password(key(), counter: UInt64(counter), digits: digits), as: UTF8.self)
    }

    /// Returns the password at a time.
    func password(at time: Int64) throws -> String { try password(time / period) }

    /// Returns the password with its first digit changed.
    static func wrong(_ password: String) -> String { (password.first == "0" ? "1" : "0") + password.dropFirst() }
}

#endif
