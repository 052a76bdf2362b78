import HTTPExchange
import HTTPTypes
import Testing
import WebSyntax

@Suite("Retry-After and HTTP dates")
struct RetryAfterTests {
    /// RFC 9110 section 5.6.7 gives one moment in all three forms.
    static let moment: Int64 = 784_111_777

    @Test(
        "The three date formats are parsed",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ])
    func forms(text: String) {
        #expect(HTTPDate.parse(text) == Self.moment)
    }

    @Test(
        "The calendar is Gregorian",
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
            ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600), ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
            ("Sun, 28 Feb 2100 23:59:59 GMT", 4_107_542_399), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
            ("Thu, 31 Dec 2026 23:59:60 GMT", 1_798_761_600), ("Monday, 01-Jan-68 00:00:00 GMT", 3_092_601_600),
        ] as [(String, Int64)])
    func calendar(text: String, expected: Int64) {
        #expect(HTTPDate.parse(text) == expected)
    }

    @Test(
        "Malformed dates are refused",
        arguments: [
            "", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Non 1994 08:49:37 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
            "Sun 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06-Nov 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT and some more words",
        ])
    func noDates(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test(
        "Seconds and dates give a delay",
        arguments: [
            ("0", nil, .zero), ("120", nil, .seconds(120)), ("999999999999999999", nil, .seconds(31_536_000)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", nil, .seconds(37)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:30 GMT", .seconds(7)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:40 GMT", .zero),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "no date", .seconds(37)),
            ("-1", nil, nil), ("1.5", nil, nil), ("soon", nil, nil), ("", nil, nil), (nil, nil, nil),
        ] as [(String?, String?, Duration?)])
    func delays(retryAfter: String?, date: String?, expected: Duration?) {
        var fields = HTTPFields()
        fields[.retryAfter] = retryAfter
        fields[.date] = date
        #expect(RetryAfter.delay(in: fields, now: Self.moment - 37) == expected)
    }
}
