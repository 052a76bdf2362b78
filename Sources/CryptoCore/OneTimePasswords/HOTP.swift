/// One-time passwords that follow from a counter.
///
/// RFC 4226; with SHA-256 and SHA-512 as RFC 6238 has it.
package enum HOTP {
    /// The numbers of digits that passwords may have: fewer are guessed too easily, and more say nothing more.
    package static let digitCounts = 6...8

    /// Returns the password of a counter, in ASCII digits.
    ///
    /// - Parameters:
    ///   - key: The shared secret, and the hash function.
    ///   - counter: The number of the password, counted from 0.
    ///   - digits: The length of the password, in ``digitCounts``.
    package static func password(
        _ key: HMACKey, counter: UInt64, digits: Int
    ) throws(CryptoError) -> [UInt8] {
        precondition(digitCounts.contains(digits), "passwords have 6 to 8 digits")
        let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * UInt64($0))) }
        let code = try key.authenticationCode(for: message)
        // RFC 4226 section 5.3: 31 bits, from where the last four bits of the code say.
        let offset = Int(code[code.count - 1] & 15)
        var number = code[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        var password = [UInt8](repeating: UInt8(ascii: "0"), count: digits)
        for index in password.indices.reversed() {
            password[index] += UInt8(number % 10)
            number /= 10
        }
        return password
    }
}
