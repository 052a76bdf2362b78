#if Service

import CryptoCore
import Testing

@testable import ToopherService

@Suite("The description of a hard token")
struct OATHTokenDraftTests {
    static let secret = String(repeating: "3a", count: 20)

    private func draft(_ values: [String: String]) throws(InvalidTokenParameter) -> OATHTokenDraft {
        try OATHTokenDraft { values[$0] }
    }

    @Test("The defaults are those of the protocol")
    func defaults() throws {
        #expect(
            try draft(["secret": Self.secret]).settings
                == OATHTokenSettings(kind: .totp, digits: 8, algorithm: .sha1, stepSize: 30))
        let counted = try draft(["secret": Self.secret.uppercased(), "otp_type": "HOTP", "algorithm": "SHA512"])
        #expect(counted.settings == OATHTokenSettings(kind: .hotp, digits: 6, algorithm: .sha512, stepSize: 30))
        #expect(counted.requesterSpecifiedID == nil && counted.secret.count == 20)
        let whole = try draft([
            "secret": Self.secret, "otp_digits": "7", "totp_step_size": "60", "requester_specified_id": "GALT 1",
            "algorithm": "sha256",
        ])
        #expect(whole.settings == OATHTokenSettings(kind: .totp, digits: 7, algorithm: .sha256, stepSize: 60))
        #expect(whole.requesterSpecifiedID == "GALT 1")
    }

    @Test(
        "What is malformed or out of range is refused with its name",
        arguments: [
            ("secret", "3"), ("secret", "zz"), ("secret", String(repeating: "3a", count: 9)),
            ("secret", String(repeating: "3a", count: 129)), ("secret", String(repeating: "3", count: 100_000)),
            ("secret", " " + secret), ("secret", secret + "é"), ("otp_type", "motp"), ("otp_type", "totp "),
            ("otp_digits", "5"), ("otp_digits", "9"), ("otp_digits", "+6"), ("otp_digits", "-6"), ("otp_digits", "6.0"),
            ("otp_digits", "٦"), ("otp_digits", "99999999999999999999"), ("algorithm", "md5"), ("algorithm", "sha-1"),
            ("totp_step_size", "0"), ("totp_step_size", "3601"), ("totp_step_size", "-30"), ("totp_step_size", "1e2"),
            ("requester_specified_id", "a\0b"), ("requester_specified_id", "a\u{FFFD}"),
            ("requester_specified_id", String(repeating: "é", count: 129)),
        ])
    func refused(name: String, value: String) {
        var values = ["secret": Self.secret]
        values[name] = value
        #expect(throws: InvalidTokenParameter.invalid(name)) { try draft(values) }
    }

    @Test("Without a secret there is no token")
    func noSecret() {
        #expect(throws: InvalidTokenParameter.missing("secret")) { try draft(["otp_type": "hotp"]) }
    }
}

#endif
