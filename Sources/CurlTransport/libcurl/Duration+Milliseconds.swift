extension Duration {
    /// Whole milliseconds, rounded up and clamped to 1 ms … 24 days: zero means "no deadline" to libcurl.
    var deadlineMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        let wholeMilliseconds = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return max(1, Int(seconds) * 1000 + Int(wholeMilliseconds))
    }

    /// Whole seconds, rounded up, at least one.
    var deadlineSeconds: Int { (deadlineMilliseconds + 999) / 1000 }
}
