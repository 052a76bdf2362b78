public import OAuth1

extension ToopherAPI {
    /// The requester's users: `users`.
    public var users: Users { Users(endpoint: endpoint) }

    /// The calls about users.
    public struct Users: Sendable {
        let endpoint: Endpoint

        /// Creates a user: `POST users/create`. Pairing a new name creates the user as well.
        ///
        /// ```swift
        /// let user = try await api.users.create(name: "jdoe")
        /// ```
        ///
        /// - Parameters:
        ///   - name: Your name of the user.
        ///   - extras: Further parameters, sent as they are.
        /// - Throws: ``ToopherError/refused(_:)`` if there is such a user already.
        public func create(name: String, extras: [Parameter] = []) async throws(ToopherError) -> User {
            try Argument.requireText(name, named: "name")
            var form = RequestForm()
            form.add("name", name)
            try form.add(extras: extras)
            return try await endpoint.post("users/create", form.parameters).resource(User.init)
        }

        /// Fetches a user by the service's id: `GET users/{id}`.
        ///
        /// ```swift
        /// let user = try await api.users.fetch(id: userID)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func fetch(id: String) async throws(ToopherError) -> User {
            try await endpoint.get("users/" + Argument.pathSegment(id)).resource(User.init, id: id)
        }

        /// Fetches a user by your name: `GET users?name=`.
        ///
        /// ```swift
        /// let user = try await api.users.fetch(name: "jdoe")
        /// ```
        ///
        /// - Throws: ``ToopherError/noUser(name:)``, ``ToopherError/severalUsers(name:count:)``;
        ///   ``ToopherError/unexpectedResponse(_:)`` if the response has another name.
        public func fetch(name: String) async throws(ToopherError) -> User {
            try Argument.requireText(name, named: "name")
            let response = try await endpoint.get("users", query: [Parameter("name", name)])
            let users = try response.resources(User.init)
            guard let user = users.first else { throw .noUser(name: name) }
            guard users.count == 1 else { throw .severalUsers(name: name, count: users.count) }
            // The service may have ignored the filter.
            guard user.name == name else { throw response.failure(.anotherUser) }
            return user
        }

        /// Fetches the current state of a user: `GET users/{id}`.
        ///
        /// ```swift
        /// let current = try await api.users.refresh(user)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func refresh(_ user: User) async throws(ToopherError) -> User {
            try await fetch(id: user.id)
        }

        /// Enables Toopher for a user: `POST users/{id}`.
        ///
        /// ```swift
        /// let user = try await api.users.enable(id: user.id)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func enable(id: String) async throws(ToopherError) -> User {
            try await setEnabled(true, id)
        }

        /// Disables Toopher for a user: `POST users/{id}`.
        ///
        /// The service then refuses authentication requests with ``ToopherError/userDisabled(_:)``. Your policy decides
        /// whether to let the user in without it.
        ///
        /// ```swift
        /// let user = try await api.users.disable(id: user.id)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func disable(id: String) async throws(ToopherError) -> User {
            try await setEnabled(false, id)
        }

        /// Deactivates all pairings of a user: `POST users/reset`.
        ///
        /// ```swift
        /// try await api.users.reset(name: "jdoe")
        /// ```
        ///
        /// - Throws: ``ToopherError/userUnknown(_:)``, ``ToopherError/notFound(_:)``.
        public func reset(name: String) async throws(ToopherError) {
            try Argument.requireText(name, named: "name")
            try await endpoint.post("users/reset", [Parameter("user_name", name)]).acknowledge()
        }

        /// Creates a new list of backup codes for a user, each valid for one log-in without the phone, and invalidates
        /// the former list: `POST users/activate_next_otp_list`.
        ///
        /// ```swift
        /// let codes = try await api.users.activateNextBackupCodes(name: "jdoe")
        /// ```
        ///
        /// - Parameters:
        ///   - name: Your name of the user.
        ///   - creatingUserIfNeeded: Whether an unknown user is created.
        /// - Returns: The codes. Show them to the user once, and do not store them.
        /// - Throws: ``ToopherError/userUnknown(_:)``, ``ToopherError/notFound(_:)``.
        public func activateNextBackupCodes(
            name: String, creatingUserIfNeeded: Bool = false
        ) async throws(ToopherError) -> [String] {
            try Argument.requireText(name, named: "name")
            var form = RequestForm()
            form.add("user_name", name)
            if creatingUserIfNeeded { form.add("create_user_if_needed", "true") }
            let response = try await endpoint.post("users/activate_next_otp_list", form.parameters)
            guard case .array(let elements) = try response.object().raw["otp_list"] else {
                throw response.failure(.malformedField("otp_list"))
            }
            let codes = elements.compactMap(\.stringValue)
            guard codes.count == elements.count, !codes.isEmpty else {
                throw response.failure(.malformedField("otp_list"))
            }
            return codes
        }

        private func setEnabled(_ isEnabled: Bool, _ id: String) async throws(ToopherError) -> User {
            let form = [Parameter("toopher_authentication_enabled", isEnabled ? "true" : "false")]
            return try await endpoint.post("users/" + Argument.pathSegment(id), form).resource(User.init, id: id)
        }
    }
}
