/// How a request is parsed.
struct ReadingRules {
    /// The most bytes of URL, `Authorization` header and body together.
    var maximumBytes: Int
    /// The most parameters of header, query and form together.
    var maximumParameters: Int
    /// What is accepted beyond the RFC.
    var leniencies: Verifier.Leniencies
    /// Which of the leniencies change the parameters this time.
    var reading: Verifier.Leniencies = []

    /// Returns the rules with another reading.
    func rereading(_ reading: Verifier.Leniencies) -> ReadingRules {
        var rules = self
        rules.reading = reading
        return rules
    }
}
