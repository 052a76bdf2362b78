/// A field that is missing or has a value of the wrong kind.
struct MalformedFieldError: Error {
    /// The name of the field; never its value.
    let field: String
}
