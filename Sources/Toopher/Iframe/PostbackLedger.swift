/// A replay ledger: remembers the postbacks that were used, so that each is accepted once.
///
/// Several processes need a ledger that they share, such as a database table with a unique column for
/// ``UsedPostback/identifier``.
public protocol PostbackLedger: Sendable {
    /// Records the use of a postback unless it is recorded already, in one atomic step.
    ///
    /// - Parameters:
    ///   - postback: The postback, which may be removed once ``UsedPostback/expires`` has passed.
    ///   - now: The time, in seconds since 1970.
    /// - Throws: Any error; the postback is then refused.
    func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackVerdict
}
