/// How the body of a response is decoded.
struct BodyDecoding: Sendable, Hashable {
    let coding: ContentCoding
    /// Whether a body without a byte is complete. One that ends with its connection may have been cut off.
    let mayBeEmpty: Bool
    /// How many times as large the body may become; `nil` for no limit.
    let maximumRatio: Int?
}
