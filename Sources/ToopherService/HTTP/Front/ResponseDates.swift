#if Service

internal import OAuth1
internal import Platform

/// The `Date` field of responses, written once a second. RFC 9110 section 5.6.7.
final class ResponseDates: Sendable {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private let clock: UnixClock
    private let latest = Lock((second: Int64.min, text: ""))

    init(clock: @escaping UnixClock) {
        self.clock = clock
    }

    /// The current date.
    var now: String {
        let second = clock()
        return latest.withLock { latest in
            if latest.second != second { latest = (second, Self.text(second)) }
            return latest.text
        }
    }

    /// Returns the date of a time after 1970, in seconds.
    static func text(_ second: Int64) -> String {
        let (day, time) = max(0, second).quotientAndRemainder(dividingBy: 86400)
        let (year, month, dayOfMonth) = date(day)
        let (hour, minutes) = time.quotientAndRemainder(dividingBy: 3600)
        return """
            \(days[Int(day % 7)]), \(digits(dayOfMonth)) \(months[Int(month - 1)]) \(year) \
            \(digits(hour)):\(digits(minutes / 60)):\(digits(minutes % 60)) GMT
            """
    }

    /// Returns the date of a day after 1 January 1970.
    private static func date(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // In years that begin in March the leap day is the last one.
        let sinceMarch0 = day + 719_468
        let (era, dayOfEra) = sinceMarch0.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear = month >= 10
        return (
            era * 400 + yearOfEra + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    private static func digits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

#endif
