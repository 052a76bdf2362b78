/// What a search may still cost, so that it ends after a bounded time for every request.
///
/// The unit is the time that a byte takes to be written and hashed with SHA-1, about 2 ns.
struct SearchBudget {
    /// The most that a search may cost by default: 16 MiB written and hashed.
    static let defaultLimit = 16 << 20
    /// What an attempt costs besides its bytes.
    static let attempt = 512
    /// What sorting and copying one parameter costs.
    static let parameter = 128

    /// The most that this search may cost.
    let limit: Int
    /// What was spent.
    private(set) var spent = 0

    init(limit: Int = Self.defaultLimit) {
        self.limit = limit
    }

    /// Spends `cost`, and returns whether that is within the limit. Nothing more may be done if it is not.
    mutating func spend(_ cost: Int) -> Bool {
        guard cost <= limit - spent else {
            spent = limit
            return false
        }
        spent += cost
        return true
    }
}
