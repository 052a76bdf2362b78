import FuzzSupport
import HTTPExchange
import HTTPTypes
import Synchronization
import Toopher

/// A transport that responds to every request with 429 and the current fields.
private final class BusyTransport: HTTPTransport {
    let fields = Mutex<HTTPFields>([:])

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let head = HTTPResponse(status: .tooManyRequests, headerFields: fields.withLock { $0 })
        return HTTPTransportResponse(head: head, body: Array(#"{"error_code":429,"error_message":"later"}"#.utf8))
    }
}

private let transport = BusyTransport()
private let api = expectNoError {
    try ToopherAPI(
        key: "abcdefg", secret: "hijklmnop", baseURL: "https://api.toopher.test/v1/", transport: transport)
}
private let longest = Duration.seconds(365 * 86400)

/// Fuzzes `Retry-After` and `Date`, a line each: no delay is negative or longer than a year, and the dates written here
/// are parsed in all three formats of RFC 9110 section 5.6.7.
@c(LLVMFuzzerTestOneInput)
public func fuzzRetryAfter(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let lines = input.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    let value = lines.first ?? ""
    let delay = retryAfter(value, date: lines.count > 1 ? lines[1] : nil)
    if let delay { require(delay >= .zero && delay <= longest, "a delay of \(delay)") }
    if value.utf8.count < 10, !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let seconds = Int64(value)
    {
        require(delay == min(.seconds(seconds), longest), "\(value) seconds are \(String(describing: delay))")
    }
    checkDates(input)
    return 0
}

private func checkDates(_ input: [UInt8]) {
    let number = input.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    let moment = Moment(number: number)
    let form = moment.forms[input.count % 3]
    require(retryAfter(form, date: moment.forms[0]) == .zero, "\(form) is another time than \(moment.forms[0])")
    let start = Moment(number: 0)
    let delay = Duration.seconds(moment.seconds - start.seconds)
    require(
        retryAfter(form, date: start.forms[input.count % 2]) == min(delay, longest), "\(form) is not \(delay) after 1970")
}

private func retryAfter(_ value: String, date: String?) -> Duration? {
    var fields: HTTPFields = [.retryAfter: value]
    if let date { fields[.date] = date }
    transport.fields.withLock { $0 = fields }
    return blocking {
        do throws(ToopherError) {
            _ = try await api.fetchPairing(id: "1")
        } catch {
            guard case .rateLimited(let refusal) = error else { fatalError("\(error)") }
            return refusal.retryAfter
        }
        fatalError("a refusal did not throw")
    }
}

/// A time from 1970 to 2069, the years that two digits can mean.
private struct Moment {
    let year: Int
    let month: Int
    let day: Int
    let secondOfDay: Int

    init(number: UInt64) {
        year = 1970 + Int(number % 100)
        month = 1 + Int(number / 100 % 12)
        day = 1 + Int(number / 1200) % Self.days(in: month, of: year)
        secondOfDay = Int(number / 40_000 % 86_400)
    }

    /// The seconds since 1970, counted day by day.
    var seconds: Int64 {
        var days = day - 1
        for earlier in 1970..<year { days += Self.isLeap(earlier) ? 366 : 365 }
        for earlier in 1..<month { days += Self.days(in: earlier, of: year) }
        return Int64(days) * 86_400 + Int64(secondOfDay)
    }

    var forms: [String] {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let name = names[month - 1]
        let time = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map(Self.twoDigits)
            .joined(separator: ":")
        return [
            "Sun, \(Self.twoDigits(day)) \(name) \(year) \(time) GMT",
            "Sunday, \(Self.twoDigits(day))-\(name)-\(Self.twoDigits(year % 100)) \(time) GMT",
            "Sun \(name) \(day < 10 ? " " : "")\(day) \(time) \(year)",
        ]
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(in month: Int, of year: Int) -> Int {
        [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
