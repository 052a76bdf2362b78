#if Service

/// Where a request comes from, for limits per address.
enum RequestOrigin: Sendable, Hashable {
    /// A process of this machine, with no proxy between.
    case local
    /// A client with this address.
    case address(AddressBlock)
    /// Behind a proxy that does not say for whom it asks.
    case unknown
}

#endif
