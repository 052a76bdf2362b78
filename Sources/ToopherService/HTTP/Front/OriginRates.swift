#if Service

/// How often something has been done from each address, and in all.
struct OriginRates: Sendable {
    private var perAddress: RateTable<AddressBlock>
    private var inAll: RateTable<Int>

    init(perAddress: RateLimit, inAll: RateLimit) {
        self.perAddress = RateTable(perAddress)
        self.inAll = RateTable(inAll)
    }

    /// Counts once; returns `nil` if that was permitted, else after how many milliseconds it will be.
    mutating func take(from origin: RequestOrigin, at now: Int64) -> Int64? {
        switch origin {
        case .local: nil
        case .unknown: inAll.take(0, at: now)
        // What an address is refused does not count for all.
        case .address(let address): perAddress.take(address, at: now) ?? inAll.take(0, at: now)
        }
    }
}

#endif
