/// A request parameter: a name and a value, decoded.
///
/// Parameters always travel as an ordered list of pairs: names may repeat, and repeats are
/// signed (RFC 5849 section 3.4.1.3.2).
public struct Parameter: Sendable, Hashable {
    /// The name, decoded.
    public var name: String
    /// The value, decoded; empty when the request has none.
    public var value: String

    /// A pair of name and value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [Parameter] {
    /// The value of the first parameter called `name`.
    public func first(_ name: String) -> String? {
        first { $0.name == name }?.value
    }
}
