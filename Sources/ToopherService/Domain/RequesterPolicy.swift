#if Service

/// What an operator has set for a requester.
struct RequesterPolicy: Sendable, Hashable {
    var numberMatching = NumberMatching.whenShown
    /// From two to six.
    var numberDigits = 2
    /// Whether a user may have several requests of the requester to answer at once.
    var allowsConcurrentPrompts = false

    static let numberDigitsRange = 2...6
}

#endif
