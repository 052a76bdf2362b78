internal import HTTPTypes

/// The `Retry-After` field (RFC 9110 section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// A server that asks for more than a year means never; more digits would not fit any clock.
    static let longest: Int64 = 365 * 86400

    /// How long to wait; nil when the field is absent or neither of its two forms.
    ///
    /// A date is compared with the reply's own `Date`, if there is one: the server knows its clock, we may not.
    static func delay(in fields: HTTPFields, now: Int64) -> Duration? {
        guard let text = fields[.retryAfter] else { return nil }
        if let seconds = DecimalInteger.parse(text) {
            return seconds < 0 ? nil : .seconds(min(seconds, longest))
        }
        guard let date = HTTPDate.parse(text) else { return nil }
        let sent = fields[.date].flatMap { HTTPDate.parse($0) } ?? now
        return .seconds(min(max(0, date - sent), longest))
    }
}
