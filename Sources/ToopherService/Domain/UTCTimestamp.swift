#if Service

/// The spelling of a time in the Toopher protocol: `2015-02-03 09:15:52`, in UTC.
enum UTCTimestamp {
    /// Returns the text of a time.
    ///
    /// - Parameter seconds: Seconds since 1970, in the years 0 to 9999; other times are shown as the nearest of these.
    static func text(_ seconds: Int64) -> String {
        let time = min(max(seconds, -62_167_219_200), 253_402_300_799)
        let (day, second) = (floorDivide(time, 86_400), time - floorDivide(time, 86_400) * 86_400)
        // Counted from 1 March of the year 0: leap days are at the end of years, eras of 400 years are alike.
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = [
            digits(year, 4), digits(month, 2), digits(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2),
        ].joined(separator: "-")
        let clock = [digits(second / 3600, 2), digits(second / 60 % 60, 2), digits(second % 60, 2)]
        return date + " " + clock.joined(separator: ":")
    }

    /// Returns the text of a time in the spelling of ISO 8601: `2015-02-03T09:15:52Z`.
    ///
    /// - Parameter seconds: As of ``text(_:)``.
    static func iso8601(_ seconds: Int64) -> String {
        text(seconds).split(separator: " ").joined(separator: "T") + "Z"
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}

#endif
