/// The header fields in which proxies forward what a client called.
public struct ForwardingFields: OptionSet, Sendable, Hashable {
    /// One bit for each field.
    public let rawValue: UInt8

    /// Creates a set of fields from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `Forwarded` with at least its parameters `for` and `proto`. RFC 7239.
    public static let forwarded = ForwardingFields(rawValue: 1)
    /// `X-Forwarded-Proto`: the scheme.
    public static let xForwardedProto = ForwardingFields(rawValue: 2)
    /// `X-Forwarded-Host`: host and perhaps port. Without it, the proxies do not change `Host`.
    public static let xForwardedHost = ForwardingFields(rawValue: 4)
    /// `X-Forwarded-Port`: the port, for proxies that omit it from the host.
    public static let xForwardedPort = ForwardingFields(rawValue: 8)
}

extension TrustedProxies {
    /// How a chain of proxies writes `X-Forwarded-Proto`, `-Host` and `-Port`.
    public enum Writing: Sendable, Hashable {
        /// Each field has one value: a proxy that clients can reach replaces what they send, and those behind it do not
        /// change it. Several values are an error.
        case replacing
        /// Each field is a list to which every proxy appends its value, as it appends the address of its client to
        /// `X-Forwarded-For`.
        case appending
    }
}
