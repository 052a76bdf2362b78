#if Service

internal import AuthAPI

/// What an operator decides about an integration.
public struct IntegrationSettings: Sendable, Hashable {
    /// The names of the signature variants that it may use. Those without a date, `v1` and `v1-sha512`, have no protection
    /// against being sent again but TLS, and are accepted only by name.
    public var variants: Set<String>
    /// Whether it is told with an error, where that lets users in whose client is set to fail open, why a first request is
    /// refused; else it is told to deny.
    public var showsErrors = false
    /// Whether a user without a second factor is given a link to pair a phone.
    public var offersEnrolment = false
    /// Where browsers may be sent back to.
    public var redirectURIs: [String] = []

    /// Creates the defaults: every variant with a signed date.
    public init() {
        variants = Set(Self.datedVariants)
    }

    /// The names of all variants.
    public static let allVariants = SignatureVariant.allCases.map(\.rawValue)

    /// The names of the variants that sign a date.
    public static let datedVariants = SignatureVariant.dated.map(\.rawValue).sorted()
}

#endif
