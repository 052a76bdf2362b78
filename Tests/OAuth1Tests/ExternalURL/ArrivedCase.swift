@testable import OAuth1

/// A request that was received as `http`, `Host: internal.example:8080`, `/v1/x?y=1` from 10.0.0.1, for
/// servers that trust 10.0.0.0/8 and 2001:db8::/32.
struct ArrivedCase {
    var scheme = "http"
    var authority: String? = "internal.example:8080"
    var target = "/v1/x?y=1"
    var peer = "10.0.0.1"
    var fields: ForwardingFields = .forwarded
    var writing = TrustedProxies.Writing.replacing
    var headers: [(name: String, value: String)] = []

    /// The URL without the common path, or the error.
    func outcome() -> Outcome {
        do throws(ExternalURLError) {
            let url = try TrustedProxies(["10.0.0.0/8", "2001:db8::/32"], setting: fields, writing: writing)
                .externalURL(
                    scheme: scheme, authority: authority, target: target, peer: peer, headers: headers)
            return url.hasSuffix("/v1/x?y=1") ? .origin(String(url.dropLast(9))) : .origin(url)
        } catch {
            return .error(error)
        }
    }
}

enum Outcome: Equatable {
    case origin(String)
    case error(ExternalURLError)

    /// The URL is the received one.
    static let arrived = Outcome.origin("http://internal.example:8080")

    /// Returns whether it is the error of a malformed `source`.
    func isMalformed(_ source: ExternalURLError.Source) -> Bool {
        if case .error(.malformed(source, reason: _)) = self { true } else { false }
    }
}

/// Returns the outcome with one `Forwarded` field for each of `values`.
func forwarded(_ values: String...) -> Outcome {
    ArrivedCase(headers: values.map { ("Forwarded", $0) }).outcome()
}

extension ForwardingFields {
    static let allX: ForwardingFields = [.xForwardedProto, .xForwardedHost, .xForwardedPort]
}

/// Returns the outcome with `X-Forwarded-…` fields.
func xForwarded(
    _ writing: TrustedProxies.Writing = .replacing, fields: ForwardingFields = .allX, for hops: String? = nil,
    proto: String? = nil, host: String? = nil, port: String? = nil, authority: String? = "internal.example"
) -> Outcome {
    let headers = [
        ("X-Forwarded-For", hops), ("x-forwarded-proto", proto), ("X-FORWARDED-HOST", host), ("X-Forwarded-Port", port),
    ]
    return ArrivedCase(
        authority: authority, fields: fields, writing: writing,
        headers: headers.compactMap { name, value in value.map { (name, $0) } }
    ).outcome()
}
