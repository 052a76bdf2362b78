internal import OAuth1

/// The parameters of one request.
struct RequestForm {
    private(set) var parameters: [Parameter] = []

    /// Adds a parameter unless its value is `nil` or empty, which both mean that it is missing.
    mutating func add(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        parameters.append(Parameter(name, value))
    }

    /// Adds the caller's further parameters.
    ///
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` if one has the name of a parameter that is already set.
    mutating func add(extras: [Parameter]) throws(ToopherError) {
        try Argument.requireExtras(extras, besides: parameters.map(\.name))
        parameters += extras
    }
}
