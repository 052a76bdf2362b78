extension CredentialTable {
    // Not private: Swift 6.3.1 without optimisation does not link a private type in a generic struct of an inline array.

    /// What only the lock's owner accesses.
    struct State {
        /// The credentials by the numbers of their records.
        var credentials = ContiguousArray<Credentials?>()
        /// The numbers of unused records.
        var unused = ContiguousArray<Int>()
        /// The record that the hand of CLOCK is at.
        var hand = 0
        /// Counts the removals by a caller.
        var generation = 0

        /// The number of entries.
        var count: Int { credentials.count - unused.count }
    }
}
