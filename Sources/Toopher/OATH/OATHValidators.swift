internal import OAuth1

extension ToopherAPI {
    /// The hardware tokens for one-time passwords: `oath_otp_validators`.
    public var oathValidators: OATHValidators { OATHValidators(endpoint: endpoint) }

    /// The calls about hardware tokens.
    public struct OATHValidators: Sendable {
        let endpoint: Endpoint

        /// Registers a token with the service: `POST oath_otp_validators/provision`. A deactivated token is activated
        /// again with its counter.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.provision(token)
        /// ```
        ///
        /// - Throws: ``ToopherError/refused(_:)``: 403 if your plan has no tokens, 400 if the token is malformed.
        public func provision(_ token: OATHToken) async throws(ToopherError) -> OATHValidator {
            try await endpoint.post("oath_otp_validators/provision", Self.form(token)).resource(OATHValidator.init)
        }

        /// Registers many tokens with the service: `POST oath_otp_validators/bulk_provision`.
        ///
        /// ```swift
        /// let validators = try await api.oathValidators.provision(OATHToken.list(from: file, format: .safeNet))
        /// ```
        ///
        /// - Parameter tokens: At least one. All are sent in one request: pass at most some hundreds.
        /// - Throws: ``ToopherError/refused(_:)``, as for one token.
        public func provision(_ tokens: [OATHToken]) async throws(ToopherError) -> [OATHValidator] {
            guard !tokens.isEmpty else { throw .invalidArgument(name: "tokens", reason: "it is empty") }
            var objects: [JSONValue] = []
            for token in tokens {
                objects.append(
                    .object(Dictionary(uniqueKeysWithValues: try token.fields().map { ($0.name, $0.value) })))
            }
            let form = [Parameter("oath_otp_validators", JSONValue.array(objects).text)]
            return try await endpoint.post("oath_otp_validators/bulk_provision", form)
                .resources(in: "oath_otp_validators", OATHValidator.init)
        }

        /// Fetches a token: `GET oath_otp_validators/{id}`, or `GET oath_otp_validators?requester_specified_id=`.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.fetch(.requesterSpecifiedID("GALT11450647"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func fetch(_ validator: OATHValidator.Reference) async throws(ToopherError) -> OATHValidator {
            switch validator {
            case .id(let id):
                return try await endpoint.get("oath_otp_validators/" + Argument.pathSegment(id))
                    .resource(OATHValidator.init, id: id)
            case .requesterSpecifiedID(let id):
                try Argument.requireText(id, named: "requesterSpecifiedID")
                let response = try await endpoint.get(
                    "oath_otp_validators", query: [Parameter("requester_specified_id", id)])
                let found = try response.resource(OATHValidator.init)
                guard found.requesterSpecifiedID == id else { throw response.failure(.anotherID) }
                return found
            }
        }

        /// Lists a user's tokens: `GET users/{id}/oath_otp_validators`, or `GET users/oath_otp_validators?user_name=`.
        ///
        /// ```swift
        /// let validators = try await api.oathValidators.list(of: .name("jdoe"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``, ``ToopherError/userUnknown(_:)``.
        public func list(of user: UserReference) async throws(ToopherError) -> [OATHValidator] {
            let (path, form) = try Self.address(of: user)
            return try await endpoint.get(path, query: form.parameters)
                .resources(in: "oath_otp_validators", OATHValidator.init)
        }

        /// Associates a registered token with a user: `POST users/{id}/oath_otp_validators/associate`, or
        /// `POST users/oath_otp_validators/associate`. Several users may share a token.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.associate(.id(validator.id), with: .name("jdoe"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``, ``ToopherError/userUnknown(_:)``.
        public func associate(
            _ validator: OATHValidator.Reference, with user: UserReference
        ) async throws(ToopherError) -> OATHValidator {
            var (path, form) = try Self.address(of: user)
            try form.add(validator)
            return try await endpoint.post(path + "/associate", form.parameters).resource(OATHValidator.init)
        }

        /// Registers a token and associates it with a user: `POST users/{id}/oath_otp_validators/associate`, or
        /// `POST users/oath_otp_validators/associate`.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.associate(token, with: .id(user.id))
        /// ```
        ///
        /// - Throws: The errors of ``provision(_:)-(OATHToken)`` and
        ///   ``associate(_:with:)-(OATHValidator.Reference,_)``.
        public func associate(
            _ token: OATHToken, with user: UserReference
        ) async throws(ToopherError) -> OATHValidator {
            let (path, form) = try Self.address(of: user)
            return try await endpoint.post(path + "/associate", form.parameters + Self.form(token))
                .resource(OATHValidator.init)
        }

        /// Dissociates a token from a user: `POST users/{id}/oath_otp_validators/dissociate`, or
        /// `POST users/oath_otp_validators/dissociate`.
        ///
        /// ```swift
        /// try await api.oathValidators.dissociate(.id(validator.id), from: .name("jdoe"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``, ``ToopherError/userUnknown(_:)``.
        public func dissociate(
            _ validator: OATHValidator.Reference, from user: UserReference
        ) async throws(ToopherError) {
            var (path, form) = try Self.address(of: user)
            try form.add(validator)
            try await endpoint.post(path + "/dissociate", form.parameters).acknowledge()
        }

        /// Resynchronises a token's counter or clock with consecutive passwords:
        /// `POST oath_otp_validators/{id}/resync`, or `POST oath_otp_validators/resync`.
        ///
        /// ```swift
        /// try await api.oathValidators.resync(.id(validator.id), with: ["755224", "287082"])
        /// ```
        ///
        /// - Parameters:
        ///   - validator: The token.
        ///   - passwords: At least two, in the order in which the token generated them.
        /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` for fewer than two; ``ToopherError/refused(_:)`` if
        ///   the token does not generate them near its last known counter or time.
        public func resync(
            _ validator: OATHValidator.Reference, with passwords: [String]
        ) async throws(ToopherError) {
            guard passwords.count >= 2, passwords.allSatisfy({ !$0.isEmpty && !$0.contains(",") }) else {
                throw .invalidArgument(name: "passwords", reason: "there must be at least two")
            }
            let sequence = Parameter("otp_sequence", passwords.joined(separator: ","))
            try await act("resync", on: validator, [sequence])
        }

        /// Deactivates a token for all its users; the service keeps its data:
        /// `POST oath_otp_validators/{id}/deactivate`, or `POST oath_otp_validators/deactivate`.
        ///
        /// ```swift
        /// try await api.oathValidators.deactivate(.requesterSpecifiedID("GALT11450647"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)``.
        public func deactivate(_ validator: OATHValidator.Reference) async throws(ToopherError) {
            try await act("deactivate", on: validator, [])
        }
    }
}

extension ToopherAPI.OATHValidators {
    private func act(
        _ verb: String, on validator: OATHValidator.Reference, _ parameters: [Parameter]
    ) async throws(ToopherError) {
        switch validator {
        case .id(let id):
            let path = try "oath_otp_validators/" + Argument.pathSegment(id) + "/" + verb
            try await endpoint.post(path, parameters).acknowledge()
        case .requesterSpecifiedID:
            var form = RequestForm()
            try form.add(validator)
            try await endpoint.post("oath_otp_validators/" + verb, form.parameters + parameters).acknowledge()
        }
    }

    private static func address(of user: UserReference) throws(ToopherError) -> (path: String, form: RequestForm) {
        var form = RequestForm()
        switch user {
        case .id(let id):
            return ("users/" + (try Argument.pathSegment(id)) + "/oath_otp_validators", form)
        case .name(let name):
            try Argument.requireText(name, named: "name")
            form.add("user_name", name)
            return ("users/oath_otp_validators", form)
        }
    }

    private static func form(_ token: OATHToken) throws(ToopherError) -> [Parameter] {
        try token.fields().map { Parameter($0.name, $0.value.stringValue ?? $0.value.text) }
    }
}

extension RequestForm {
    fileprivate mutating func add(_ validator: OATHValidator.Reference) throws(ToopherError) {
        switch validator {
        case .id(let id):
            try Argument.requireText(id, named: "id")
            add("id", id)
        case .requesterSpecifiedID(let id):
            try Argument.requireText(id, named: "requesterSpecifiedID")
            add("requester_specified_id", id)
        }
    }
}
