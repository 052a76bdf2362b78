/// A thing that the service told us about, with everything it said.
public protocol ToopherResource: Sendable, Hashable {
    /// The whole object, with the fields that this library does not know.
    ///
    /// An object that came in a postback has the shape of the API's reply, and beside it the postback's own flat fields.
    var raw: JSONValue { get }
}

extension ToopherResource {
    /// A field of the object by its name on the wire, known to this library or not.
    public subscript(field: String) -> JSONValue? {
        raw[field]
    }
}
