public import OAuth1

extension ToopherAPI {
    /// The terminals that users have named: `user_terminals`.
    public var userTerminals: UserTerminals { UserTerminals(endpoint: endpoint) }

    /// What can be done about terminals.
    public struct UserTerminals: Sendable {
        let endpoint: Endpoint

        /// Gives a terminal a name that the user's phone shows from then on: `POST user_terminals/create`.
        ///
        /// ```swift
        /// let terminal = try await api.userTerminals.create(
        ///     username: "jdoe", name: "my computer", requesterSpecifiedID: terminalCookie)
        /// ```
        ///
        /// - Parameters:
        ///   - username: Your name of the user.
        ///   - name: The name, in the user's own words.
        ///   - requesterSpecifiedID: Your own opaque id of the terminal, for instance a random cookie value. It belongs to
        ///     the terminal and not to the user: two users at one computer may send the same.
        ///   - extras: Further parameters, sent as they are.
        /// - Throws: ``ToopherError/userUnknown(_:)`` when there is no such user.
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

        /// Gets a terminal by the service's id: `GET user_terminals/{id}`.
        ///
        /// ```swift
        /// let terminal = try await api.userTerminals.get(id: terminalID)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
        public func get(id: String) async throws(ToopherError) -> UserTerminal {
            try await endpoint.get("user_terminals/" + Argument.pathSegment(id)).resource(UserTerminal.init, id: id)
        }

        /// Gets the terminal as it is now: `GET user_terminals/{id}`.
        ///
        /// ```swift
        /// let current = try await api.userTerminals.refreshed(terminal)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when it is gone.
        public func refreshed(_ terminal: UserTerminal) async throws(ToopherError) -> UserTerminal {
            try await get(id: terminal.id)
        }

        /// Gives a terminal another id of yours, so that the former one is unknown: `POST user_terminals/{id}`.
        ///
        /// ```swift
        /// let terminal = try await api.userTerminals.setRequesterSpecifiedID(newCookie, id: terminal.id)
        /// ```
        ///
        /// - Parameters:
        ///   - requesterSpecifiedID: Your new opaque id of the terminal.
        ///   - id: The service's id of the terminal.
        /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
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
