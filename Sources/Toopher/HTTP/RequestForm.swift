internal import OAuth1

/// The parameters of one request: what is absent is left out, and nothing can be said twice.
struct RequestForm {
    private(set) var parameters: [Parameter] = []

    /// Adds a parameter; an empty text means absent on the wire, so it is left out.
    mutating func add(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        parameters.append(Parameter(name, value))
    }

    /// Adds the caller's own parameters.
    ///
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` when one would override a parameter that is already there.
    mutating func add(extras: [Parameter]) throws(ToopherError) {
        try Argument.requireExtras(extras, besides: parameters.map(\.name))
        parameters += extras
    }
}

/// What arguments must be before they go on the wire.
enum Argument {
    static func requireText(_ text: String, named name: String) throws(ToopherError) {
        guard !text.isEmpty else { throw .invalidArgument(name: name, reason: "it is empty") }
    }

    /// Extras may say anything but what the call itself says, or what OAuth says.
    static func requireExtras(_ extras: [Parameter], besides reserved: [String]) throws(ToopherError) {
        for extra in extras {
            guard !extra.name.isEmpty else {
                throw .invalidArgument(name: "extras", reason: "a name is empty")
            }
            guard !reserved.contains(extra.name), !extra.name.hasPrefix("oauth_") else {
                throw .invalidArgument(name: "extras", reason: "the call itself sets \(extra.name)")
            }
        }
    }

    /// An id as one segment of a path. Nothing that is encoded can leave its segment, but a segment of dots would.
    static func pathSegment(_ id: String, named name: String = "id") throws(ToopherError) -> String {
        guard !id.isEmpty, id != ".", id != ".." else {
            throw .invalidArgument(name: name, reason: "it is empty, or dots only")
        }
        return PercentEncoding.encode(id)
    }
}
