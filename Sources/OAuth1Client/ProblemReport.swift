public import HTTPExchange
internal import HTTPTypes
internal import OAuth1

/// What a server reports about a request that it refused, in the body, in `WWW-Authenticate` or in a callback.
///
/// The OAuth Problem Reporting extension. Everything that a server reports is optional but for the name, and nothing of it
/// is authentic unless the transport is.
public struct ProblemReport: Sendable, Equatable {
    /// The name of the problem (`oauth_problem`), in lower-case letters and underscores: `timestamp_refused`, `nonce_used`,
    /// `signature_invalid`, `token_expired`, `verifier_invalid`, `user_refused`, ….
    public let name: String
    /// The timestamps that the server accepts, in seconds since 1970 (`oauth_acceptable_timestamps`).
    public let acceptableTimestamps: ClosedRange<Int64>?
    /// The versions that the server accepts (`oauth_acceptable_versions`), such as `1.0-1.0`.
    public let acceptableVersions: String?
    /// The names of parameters that the request lacks (`oauth_parameters_absent`).
    public let absentParameters: [String]
    /// The names of parameters that the server does not accept (`oauth_parameters_rejected`); their values are omitted.
    public let rejectedParameters: [String]
    /// A text for people (`oauth_problem_advice`). Some servers repeat the token or other values in it: do not log it.
    public let advice: String?

    /// Creates the report of a problem that has only a name; `nil` if the name is not valid.
    public init?(name: String) { self.init([Parameter("oauth_problem", name)]) }

    /// Creates the report in the parameters of a body, a challenge or a callback; `nil` if there is no valid one.
    init?(_ parameters: [Parameter]) {
        guard let name = parameters.first("oauth_problem"), Self.isName(name) else { return nil }
        self.name = name
        acceptableTimestamps = parameters.first("oauth_acceptable_timestamps").flatMap(Self.timestamps)
        acceptableVersions = parameters.first("oauth_acceptable_versions").flatMap(Self.versions)
        absentParameters = Self.names(parameters.first("oauth_parameters_absent"))
        rejectedParameters = Self.names(parameters.first("oauth_parameters_rejected"))
        advice = parameters.first("oauth_problem_advice").flatMap(Self.text)
    }

    /// Creates the report in a response, of a flow or of any call that was signed; `nil` if there is none.
    ///
    /// The body is read as a form; then `WWW-Authenticate`, whose parts are separated by commas or by ampersands.
    public init?(_ response: HTTPTransportResponse) {
        let body = (try? FormEncoding.decode(response.body.withoutBlanksAround, limit: 100)) ?? []
        let challenges = response.head.headerFields[values: .wwwAuthenticate].lazy.map(OAuthChallenge.parameters)
        guard let report = ProblemReport(body) ?? challenges.compactMap({ ProblemReport($0) }).first else { return nil }
        self = report
    }

    /// Whether `text` consists of lower-case letters and underscores.
    ///
    /// Nothing else from a response gets into a description, and from there into a log.
    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7a) || $0 == 0x5f }
    }

    private static func names(_ text: String?) -> [String] {
        let parameters = (try? FormEncoding.decode(text ?? "", limit: 20)) ?? []
        return parameters.map(\.name).filter(isName)
    }

    private static func timestamps(_ text: String) -> ClosedRange<Int64>? {
        let ends = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard ends.count == 2, let low = number(ends[0]), let high = number(ends[1]), low <= high else { return nil }
        return low...high
    }

    private static func number(_ digits: Substring.UTF8View) -> Int64? {
        guard (1...12).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(Substring(digits))
    }

    private static func versions(_ text: String) -> String? {
        let isVersion =
            (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e || $0 == 0x2d }
        return isVersion ? text : nil
    }

    private static func text(_ text: String) -> String? {
        let isText =
            (1...1000).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
        return isText ? text : nil
    }
}

extension ProblemReport: CustomStringConvertible, CustomReflectable {
    /// One line for a log: the name, with timestamps, versions and names of parameters, but without the advice.
    public var description: String {
        var text = name
        if let acceptableTimestamps {
            text += ", acceptable timestamps \(acceptableTimestamps.lowerBound) to \(acceptableTimestamps.upperBound)"
        }
        if let acceptableVersions { text += ", acceptable versions \(acceptableVersions)" }
        if !absentParameters.isEmpty { text += ", absent: " + absentParameters.joined(separator: ", ") }
        if !rejectedParameters.isEmpty { text += ", rejected: " + rejectedParameters.joined(separator: ", ") }
        return text
    }
    /// A mirror without children, so that `dump` shows only the description.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
