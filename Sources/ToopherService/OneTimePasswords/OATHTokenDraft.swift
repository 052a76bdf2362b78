#if Service

internal import CryptoCore

/// What a requester states of a hard token when it provisions it.
struct OATHTokenDraft: Sendable {
    /// The permitted lengths of a secret in bytes. RFC 4226 section 4 asks for 16 at least; tokens of 10 are in use.
    static let secretCounts = 10...128
    /// The longest own id, in bytes: it is in an index, where PostgreSQL stores no long ones.
    static let maximumIDBytes = 256

    var secret: SecretBytes
    /// The requester's own id of the token, typically its serial number.
    var requesterSpecifiedID: String?
    var settings: OATHTokenSettings

    /// Parses the description of a token.
    ///
    /// - Parameter value: Returns the value of a parameter; `nil` if it is absent or empty.
    init(_ value: (String) -> String?) throws(InvalidTokenParameter) {
        guard let digits = value("secret") else { throw .missing("secret") }
        // Before it is decoded: what is far too long is not worth the work.
        guard digits.utf8.count <= 2 * Self.secretCounts.upperBound, let bytes = Hex.decode(digits),
            Self.secretCounts.contains(bytes.count)
        else { throw .invalid("secret") }
        secret = SecretBytes(bytes)
        requesterSpecifiedID = try value("requester_specified_id").map { id throws(InvalidTokenParameter) in
            guard Self.isOwnID(id) else { throw .invalid("requester_specified_id") }
            return id
        }
        let kind: OATHTokenSettings.Kind = try Self.word("otp_type", value) ?? .totp
        settings = OATHTokenSettings(
            kind: kind,
            digits: Int(try Self.number("otp_digits", in: 6...8, value) ?? (kind == .totp ? 8 : 6)),
            algorithm: try Self.word("algorithm", value) ?? .sha1,
            stepSize: try Self.number("totp_step_size", in: OATHTokenSettings.stepSizes, value) ?? 30)
    }

    /// Whether a text can be a requester's own id of a token: not too long, and without U+0000, which PostgreSQL does not
    /// store, and U+FFFD, which stands for malformed bytes.
    static func isOwnID(_ text: String) -> Bool {
        (1...maximumIDBytes).contains(text.utf8.count)
            && !text.unicodeScalars.contains { $0 == "\u{0}" || $0 == "\u{FFFD}" }
    }

    private static func word<Word: RawRepresentable>(
        _ name: String, _ value: (String) -> String?
    ) throws(InvalidTokenParameter) -> Word? where Word.RawValue == String {
        guard let text = value(name) else { return nil }
        guard let word = Word(rawValue: text.lowercased()) else { throw .invalid(name) }
        return word
    }

    private static func number(
        _ name: String, in range: ClosedRange<Int64>, _ value: (String) -> String?
    ) throws(InvalidTokenParameter) -> Int64? {
        guard let text = value(name) else { return nil }
        // `Int64` would take a sign too.
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(text), range.contains(number)
        else { throw .invalid(name) }
        return number
    }
}

#endif
