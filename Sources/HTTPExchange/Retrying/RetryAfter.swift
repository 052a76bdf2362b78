package import HTTPTypes
internal import WebSyntax

/// The `Retry-After` field: seconds, or a date.
///
/// RFC 9110 section 10.2.3.
package enum RetryAfter {
    /// The longest delay in seconds; a longer one is shortened to it.
    package static let maximumSeconds: Int64 = 365 * 86400

    /// Returns the delay; `nil` if the field is missing or malformed.
    ///
    /// A date is compared with the `Date` of the same response if there is one, since the two clocks may differ.
    ///
    /// - Parameters:
    ///   - fields: The header fields of the response.
    ///   - now: The client's time, in seconds since 1970.
    package static func delay(in fields: HTTPFields, now: Int64) -> Duration? {
        guard let text = fields[.retryAfter] else { return nil }
        if let seconds = DecimalInteger.parse(text) {
            return seconds < 0 ? nil : .seconds(min(seconds, maximumSeconds))
        }
        guard let date = HTTPDate.parse(text) else { return nil }
        let sent = fields[.date].flatMap { HTTPDate.parse($0) } ?? now
        return .seconds(min(max(0, date - sent), maximumSeconds))
    }
}
