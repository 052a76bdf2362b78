#if Service

/// A log of which the places are not 0, 1, 2 and so on, so that nothing can be appended: somebody has written into it.
struct AuditDamage: Error, CustomStringConvertible {
    /// How many entries stand in their places.
    let count: UInt64

    var description: String {
        "the log of decisions is damaged from entry \(count) on, and grows no more: run toopher audit export and verify"
    }
}

#endif
