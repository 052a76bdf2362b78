/// A request parameter: a name and a value, decoded.
///
/// Parameters are always an ordered list of pairs: names may be repeated, and all of them are signed.
///
/// RFC 5849 section 3.4.1.3.2.
public struct Parameter: Sendable, Hashable {
    /// The name, decoded.
    public var name: String
    /// The value, decoded; empty when the request has none.
    public var value: String

    /// Creates a parameter from a name and a value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [Parameter] {
    /// Returns the value of the first parameter with a name.
    public func first(_ name: String) -> String? {
        first { $0.name == name }?.value
    }
}
