/// An object of the service.
public protocol ToopherResource: Sendable, Hashable {
    /// The whole object, including fields that this library does not know.
    ///
    /// An object from a postback has the structure of the API's response, and the postback's own flat fields besides.
    var raw: JSONValue { get }
}

extension ToopherResource {
    /// The field with the given name on the wire; `nil` if it is missing.
    public subscript(field: String) -> JSONValue? {
        raw[field]
    }
}
