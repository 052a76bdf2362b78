#if Service

internal import Hummingbird

extension ServiceRequestContext {
    /// Returns the identifier in the path.
    func id() throws(ProtocolError) -> String {
        guard let id = parameters.get("id").flatMap(Identifier.parse) else { throw .notFound }
        return id
    }
}

#endif
