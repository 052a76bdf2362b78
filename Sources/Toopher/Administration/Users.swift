public import OAuth1

extension ToopherAPI {
    /// The requester's users: `users`.
    public var users: Users { Users(endpoint: endpoint) }

    /// What can be done about users.
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
        /// - Throws: ``ToopherError/refused(_:)`` when there is such a user.
        public func create(name: String, extras: [Parameter] = []) async throws(ToopherError) -> User {
            try Argument.requireText(name, named: "name")
            var form = RequestForm()
            form.add("name", name)
            try form.add(extras: extras)
            return try await endpoint.post("users/create", form.parameters).resource(User.init)
        }

        /// Gets a user by the service's id: `GET users/{id}`.
        ///
        /// ```swift
        /// let user = try await api.users.get(id: userID)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
        public func get(id: String) async throws(ToopherError) -> User {
            try await endpoint.get("users/" + Argument.pathSegment(id)).resource(User.init, id: id)
        }

        /// Gets a user by your name: `GET users?name=`.
        ///
        /// ```swift
        /// let user = try await api.users.get(name: "jdoe")
        /// ```
        ///
        /// - Throws: ``ToopherError/noUser(name:)``, ``ToopherError/severalUsers(name:count:)``;
        ///   ``ToopherError/unexpectedResponse(_:)`` when the one that came has another name.
        public func get(name: String) async throws(ToopherError) -> User {
            try Argument.requireText(name, named: "name")
            let reply = try await endpoint.get("users", query: [Parameter("name", name)])
            let users = try reply.resources(User.init)
            guard let user = users.first else { throw .noUser(name: name) }
            guard users.count == 1 else { throw .severalUsers(name: name, count: users.count) }
            // A service that ignores the filter and has one user would else name anybody.
            guard user.name == name else { throw reply.failure(.anotherUser) }
            return user
        }

        /// Gets the user as it is now: `GET users/{id}`.
        ///
        /// ```swift
        /// let current = try await api.users.refreshed(user)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when the user is gone.
        public func refreshed(_ user: User) async throws(ToopherError) -> User {
            try await get(id: user.id)
        }

        /// Switches Toopher on for a user: `POST users/{id}`.
        ///
        /// ```swift
        /// let user = try await api.users.enable(id: user.id)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
        public func enable(id: String) async throws(ToopherError) -> User {
            try await setEnabled(true, id)
        }

        /// Switches Toopher off for a user: `POST users/{id}`. From then on the service refuses to ask the phone with
        /// ``ToopherError/userDisabled(_:)``, and whether the user gets in without it is your policy.
        ///
        /// ```swift
        /// let user = try await api.users.disable(id: user.id)
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
        public func disable(id: String) async throws(ToopherError) -> User {
            try await setEnabled(false, id)
        }

        /// Deactivates all pairings of a user: `POST users/reset`.
        ///
        /// ```swift
        /// try await api.users.reset(name: "jdoe")
        /// ```
        ///
        /// - Throws: ``ToopherError/userUnknown(_:)`` or ``ToopherError/notFound(_:)`` when there is none.
        public func reset(name: String) async throws(ToopherError) {
            try Argument.requireText(name, named: "name")
            try await endpoint.post("users/reset", [Parameter("user_name", name)]).acknowledge()
        }

        /// Makes a new list of backup codes for a user, each good for one log-in without the phone, and the former list
        /// worthless: `POST users/activate_next_otp_list`.
        ///
        /// ```swift
        /// let codes = try await api.users.activateNextBackupCodes(name: "jdoe")
        /// ```
        ///
        /// - Parameters:
        ///   - name: Your name of the user.
        ///   - creatingUserIfNeeded: Whether a user whom the service does not know is created.
        /// - Returns: The codes, to show the user once and not to keep.
        /// - Throws: ``ToopherError/userUnknown(_:)`` or ``ToopherError/notFound(_:)`` when there is no such user.
        public func activateNextBackupCodes(
            name: String, creatingUserIfNeeded: Bool = false
        ) async throws(ToopherError) -> [String] {
            try Argument.requireText(name, named: "name")
            var form = RequestForm()
            form.add("user_name", name)
            if creatingUserIfNeeded { form.add("create_user_if_needed", "true") }
            let reply = try await endpoint.post("users/activate_next_otp_list", form.parameters)
            guard case .array(let elements) = try reply.object().raw["otp_list"] else {
                throw reply.failure(.malformedField("otp_list"))
            }
            let codes = elements.compactMap(\.stringValue)
            guard codes.count == elements.count, !codes.isEmpty else {
                throw reply.failure(.malformedField("otp_list"))
            }
            return codes
        }

        private func setEnabled(_ isEnabled: Bool, _ id: String) async throws(ToopherError) -> User {
            let switched = [Parameter("toopher_authentication_enabled", isEnabled ? "true" : "false")]
            return try await endpoint.post("users/" + Argument.pathSegment(id), switched).resource(User.init, id: id)
        }
    }
}
