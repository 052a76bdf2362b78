public import OAuth1

extension ToopherAPI {
    /// Signed requests to endpoints that this library has no method for.
    public var raw: Raw { Raw(endpoint: endpoint) }

    /// A client for any endpoint of the service.
    public struct Raw: Sendable {
        let endpoint: Endpoint

        /// Sends a GET request to a path below the base URL.
        ///
        /// ```swift
        /// let users = try await api.raw.get("users", query: [Parameter("name", "jdoe")])
        /// ```
        ///
        /// - Parameters:
        ///   - path: The segments of the path, separated by slashes. Each is percent-encoded here, so an id without a
        ///     slash stays within its segment.
        ///   - query: The parameters of the query; they are signed.
        /// - Returns: The response's JSON.
        /// - Throws: The service's refusal, and the errors of any other call.
        public func get(_ path: String, query: [Parameter] = []) async throws(ToopherError) -> JSONValue {
            try Argument.requireExtras(query, besides: [])
            return try await endpoint.get(Self.encoded(path), query: query).json()
        }

        /// Sends a form to a path below the base URL.
        ///
        /// ```swift
        /// let user = try await api.raw.post("users/create", [Parameter("name", "jdoe")])
        /// ```
        ///
        /// - Parameters:
        ///   - path: The segments of the path, separated by slashes. Each is percent-encoded here.
        ///   - parameters: The parameters of the form; they are signed.
        /// - Returns: The response's JSON.
        /// - Throws: The service's refusal, and the errors of any other call.
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
