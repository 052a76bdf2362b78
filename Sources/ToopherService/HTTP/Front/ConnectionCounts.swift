#if Service

/// The open connections, in all and by address.
struct ConnectionCounts: Sendable {
    /// Whether a connection may stay.
    enum Verdict: Sendable, Hashable {
        case admitted
        /// All places are taken.
        case full
        /// All places of its address are taken.
        case addressFull
    }

    let maximum: Int
    let maximumPerAddress: Int
    private(set) var total = 0
    private var byAddress: [AddressBlock: Int] = [:]

    init(maximum: Int, maximumPerAddress: Int) {
        self.maximum = maximum
        self.maximumPerAddress = maximumPerAddress
    }

    /// Takes a place, if there is one.
    ///
    /// - Parameter address: `nil` for a connection that counts only in all.
    mutating func admit(_ address: AddressBlock?) -> Verdict {
        guard total < maximum else { return .full }
        if let address {
            guard byAddress[address, default: 0] < maximumPerAddress else { return .addressFull }
            byAddress[address, default: 0] += 1
        }
        total += 1
        return .admitted
    }

    /// Gives a place back.
    mutating func release(_ address: AddressBlock?) {
        total -= 1
        guard let address, let count = byAddress[address] else { return }
        byAddress[address] = count > 1 ? count - 1 : nil
    }
}

#endif
