public import OAuth1

extension ToopherAPI {
    /// Signed requests to addresses that this library has no method for.
    public var raw: Raw { Raw(endpoint: endpoint) }

    /// Signed requests, and whatever JSON comes back.
    public struct Raw: Sendable {
        let endpoint: Endpoint

        /// Gets any address below the base URL.
        ///
        /// ```swift
        /// let users = try await api.raw.get("users", query: [Parameter("name", "jdoe")])
        /// ```
        ///
        /// - Parameters:
        ///   - path: Segments with slashes between them. Each is encoded for you, so nothing in an id can leave its
        ///     segment but a slash.
        ///   - query: Sent behind the path, and signed.
        /// - Returns: Any JSON value.
        /// - Throws: What the service refuses with, and the errors of any other call.
        public func get(_ path: String, query: [Parameter] = []) async throws(ToopherError) -> JSONValue {
            try Argument.requireExtras(query, besides: [])
            return try await endpoint.get(Self.encoded(path), query: query).json()
        }

        /// Posts a form to any address below the base URL.
        ///
        /// ```swift
        /// let user = try await api.raw.post("users/create", [Parameter("name", "jdoe")])
        /// ```
        ///
        /// - Parameters:
        ///   - path: Segments with slashes between them. Each is encoded for you.
        ///   - parameters: The form, and signed.
        /// - Returns: Any JSON value.
        /// - Throws: What the service refuses with, and the errors of any other call.
        public func post(_ path: String, _ parameters: [Parameter] = []) async throws(ToopherError) -> JSONValue {
            try Argument.requireExtras(parameters, besides: [])
            return try await endpoint.post(Self.encoded(path), parameters).json()
        }

        private static func encoded(_ path: String) throws(ToopherError) -> String {
            var segments: [String] = []
            let relative = path.hasPrefix("/") ? path.dropFirst() : path[...]
            for segment in relative.split(separator: "/", omittingEmptySubsequences: false) {
                segments.append(try Argument.pathSegment(String(segment), named: "path"))
            }
            return segments.joined(separator: "/")
        }
    }
}
