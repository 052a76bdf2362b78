public import OAuth1

extension ToopherAPI {
    /// The terminals that users have named: `user_terminals`.
    public var userTerminals: UserTerminals { UserTerminals(endpoint: endpoint) }

    /// The calls about terminals.
    public struct UserTerminals: Sendable {
        let endpoint: Endpoint

        /// Creates a terminal with the name that the user's phone shows: `POST user_terminals/create`.
        ///
        /// ```swift
        /// let terminal = try await api.userTerminals.create(
        ///     username: "jdoe", name: "my computer", requesterSpecifiedID: terminalCookie)
        /// ```
        ///
        /// - Parameters:
        ///   - username: Your name of the user.
        ///   - name: The name, in the user's own words.
        ///   - requesterSpecifiedID: Your own opaque id of the terminal, for instance a random cookie value. It belongs
        ///     to the terminal and not to the user: two users of one computer may have the same.
        ///   - extras: Further parameters, sent as they are.
        /// - Throws: ``ToopherError/userUnknown(_:)``.
        public func create(
            username: String, name: String, requesterSpecifiedID: String, extras: [Parameter] = []
        ) async throws(ToopherError) -> UserTerminal {
            try Argument.requireText(username, named: "username")
            try Argument.requireText(name, named: "name")
            try Argument.requireText(requesterSpecifiedID, named: "requesterSpecifiedID")
            var form = RequestForm()
            form.add("user_name", username)
            form.add("name", name)
            form.add("name_extra", requesterSpecifiedID)
            try form.add(extras: extras)
            return try await endpoint.post("user_terminals/create", form.parameters).resource(UserTerminal.init)
        }

        /// Fetches a terminal by the service's id: `GET user_terminals/{id}`.
        ///
        /// ```swift
        /// let terminal = try await api.userTerminals.fetch(id: terminalID)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func fetch(id: String) async throws(ToopherError) -> UserTerminal {
            try await endpoint.get("user_terminals/" + Argument.pathSegment(id)).resource(UserTerminal.init, id: id)
        }

        /// Fetches the current state of a terminal: `GET user_terminals/{id}`.
        ///
        /// ```swift
        /// let current = try await api.userTerminals.refresh(terminal)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func refresh(_ terminal: UserTerminal) async throws(ToopherError) -> UserTerminal {
            try await fetch(id: terminal.id)
        }

        /// Replaces your own id of a terminal; the former one becomes unknown: `POST user_terminals/{id}`.
        ///
        /// ```swift
        /// let terminal = try await api.userTerminals.setRequesterSpecifiedID(newCookie, id: terminal.id)
        /// ```
        ///
        /// - Parameters:
        ///   - requesterSpecifiedID: Your new opaque id of the terminal.
        ///   - id: The service's id of the terminal.
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func setRequesterSpecifiedID(
            _ requesterSpecifiedID: String, id: String
        ) async throws(ToopherError) -> UserTerminal {
            try Argument.requireText(requesterSpecifiedID, named: "requesterSpecifiedID")
            let form = [Parameter("name_extra", requesterSpecifiedID)]
            return try await endpoint.post("user_terminals/" + Argument.pathSegment(id), form)
                .resource(UserTerminal.init, id: id)
        }
    }
}
