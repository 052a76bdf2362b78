internal import OAuth1

/// The checks of arguments before they are sent.
enum Argument {
    /// Checks that a text is not empty.
    static func requireText(_ text: String, named name: String) throws(ToopherError) {
        guard !text.isEmpty else { throw .invalidArgument(name: name, reason: "it is empty") }
    }

    /// Checks that further parameters set nothing that the call or OAuth sets.
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

    /// Returns an id as one segment of a path.
    static func pathSegment(_ id: String, named name: String = "id") throws(ToopherError) -> String {
        // Dots are not percent-encoded, so a dot segment would leave its place in the path.
        guard !id.isEmpty, id != ".", id != ".." else {
            throw .invalidArgument(name: name, reason: "it is empty or a dot segment")
        }
        return PercentEncoding.encode(id)
    }

    /// Returns a span of time in whole seconds, as the wire has it; the fraction of a second is dropped.
    static func wholeSeconds(_ span: Duration, named name: String) throws(ToopherError) -> Int64 {
        let seconds = span.components.seconds
        guard seconds > 0 else { throw .invalidArgument(name: name, reason: "it is less than a second") }
        return seconds
    }
}
