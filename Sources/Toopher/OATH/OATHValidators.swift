internal import OAuth1

extension ToopherAPI {
    /// Hardware tokens that make one-time passwords: `oath_otp_validators`.
    public var oathValidators: OATHValidators { OATHValidators(endpoint: endpoint) }

    /// What can be done about tokens.
    public struct OATHValidators: Sendable {
        let endpoint: Endpoint

        /// Tells the service of a token: `POST oath_otp_validators/provision`. A token that was deactivated is taken up
        /// again, with its counter.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.provision(token)
        /// ```
        ///
        /// - Throws: ``ToopherError/refused(_:)``: 403 when your plan has no tokens, 400 when the token is not one.
        public func provision(_ token: OATHToken) async throws(ToopherError) -> OATHValidator {
            try await endpoint.post("oath_otp_validators/provision", Self.form(token)).resource(OATHValidator.init)
        }

        /// Tells the service of many tokens: `POST oath_otp_validators/bulk_provision`.
        ///
        /// ```swift
        /// let validators = try await api.oathValidators.provision(OATHToken.list(file, style: .safenet))
        /// ```
        ///
        /// - Parameter tokens: At least one. All travel in one request: send some hundreds at a time.
        /// - Throws: ``ToopherError/refused(_:)`` as for one.
        public func provision(_ tokens: [OATHToken]) async throws(ToopherError) -> [OATHValidator] {
            guard !tokens.isEmpty else { throw .invalidArgument(name: "tokens", reason: "there are none") }
            var objects: [JSONValue] = []
            for token in tokens {
                objects.append(
                    .object(Dictionary(uniqueKeysWithValues: try token.fields().map { ($0.name, $0.value) })))
            }
            let form = [Parameter("oath_otp_validators", JSONValue.array(objects).text)]
            return try await endpoint.post("oath_otp_validators/bulk_provision", form)
                .resources(in: "oath_otp_validators", OATHValidator.init)
        }

        /// Gets a token: `GET oath_otp_validators/{id}`, or `GET oath_otp_validators?requester_specified_id=`.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.get(.requesterSpecifiedID("GALT11450647"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
        public func get(_ validator: OATHValidator.Reference) async throws(ToopherError) -> OATHValidator {
            switch validator {
            case .id(let id):
                return try await endpoint.get("oath_otp_validators/" + Argument.pathSegment(id))
                    .resource(OATHValidator.init, id: id)
            case .requesterSpecifiedID(let id):
                try Argument.requireText(id, named: "requesterSpecifiedID")
                let reply = try await endpoint.get(
                    "oath_otp_validators", query: [Parameter("requester_specified_id", id)])
                let found = try reply.resource(OATHValidator.init)
                guard found.requesterSpecifiedID == id else { throw reply.failure(.anotherID) }
                return found
            }
        }

        /// Lists a user's tokens: `GET users/{id}/oath_otp_validators`, or `GET users/oath_otp_validators?user_name=`.
        ///
        /// ```swift
        /// let validators = try await api.oathValidators.list(of: .name("jdoe"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` or ``ToopherError/userUnknown(_:)`` when there is no such user.
        public func list(of user: UserReference) async throws(ToopherError) -> [OATHValidator] {
            let (path, form) = try Self.address(of: user)
            return try await endpoint.get(path, query: form.parameters)
                .resources(in: "oath_otp_validators", OATHValidator.init)
        }

        /// Gives a user a token that the service knows: `POST users/{id}/oath_otp_validators/associate`, or
        /// `POST users/oath_otp_validators/associate`. Several users may have one token.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.associate(.id(validator.id), with: .name("jdoe"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` or ``ToopherError/userUnknown(_:)``.
        public func associate(
            _ validator: OATHValidator.Reference, with user: UserReference
        ) async throws(ToopherError) -> OATHValidator {
            var (path, form) = try Self.address(of: user)
            try form.add(validator)
            return try await endpoint.post(path + "/associate", form.parameters).resource(OATHValidator.init)
        }

        /// Tells the service of a token and gives it to a user, at once: `POST users/{id}/oath_otp_validators/associate`,
        /// or `POST users/oath_otp_validators/associate`.
        ///
        /// ```swift
        /// let validator = try await api.oathValidators.associate(token, with: .id(user.id))
        /// ```
        ///
        /// - Throws: As ``provision(_:)-(OATHToken)`` and ``associate(_:with:)-(OATHValidator.Reference,_)``.
        public func associate(
            _ token: OATHToken, with user: UserReference
        ) async throws(ToopherError) -> OATHValidator {
            let (path, form) = try Self.address(of: user)
            return try await endpoint.post(path + "/associate", form.parameters + Self.form(token))
                .resource(OATHValidator.init)
        }

        /// Takes a token from a user: `POST users/{id}/oath_otp_validators/dissociate`, or
        /// `POST users/oath_otp_validators/dissociate`.
        ///
        /// ```swift
        /// try await api.oathValidators.dissociate(.id(validator.id), from: .name("jdoe"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` or ``ToopherError/userUnknown(_:)``.
        public func dissociate(
            _ validator: OATHValidator.Reference, from user: UserReference
        ) async throws(ToopherError) {
            var (path, form) = try Self.address(of: user)
            try form.add(validator)
            try await endpoint.post(path + "/dissociate", form.parameters).acknowledge()
        }

        /// Finds a token's counter or clock again, from passwords that follow on each other:
        /// `POST oath_otp_validators/{id}/resync`, or `POST oath_otp_validators/resync`.
        ///
        /// ```swift
        /// try await api.oathValidators.resync(.id(validator.id), with: ["755224", "287082"])
        /// ```
        ///
        /// - Parameters:
        ///   - validator: The token.
        ///   - passwords: At least two, in the order in which the token made them.
        /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` for less than two; ``ToopherError/refused(_:)`` when
        ///   the token makes them nowhere near.
        public func resync(
            _ validator: OATHValidator.Reference, with passwords: [String]
        ) async throws(ToopherError) {
            guard passwords.count >= 2, passwords.allSatisfy({ !$0.isEmpty && !$0.contains(",") }) else {
                throw .invalidArgument(name: "passwords", reason: "it takes two or more")
            }
            let sequence = Parameter("otp_sequence", passwords.joined(separator: ","))
            try await act("resync", on: validator, [sequence])
        }

        /// Deactivates a token for all its users; the service keeps what it knows of it:
        /// `POST oath_otp_validators/{id}/deactivate`, or `POST oath_otp_validators/deactivate`.
        ///
        /// ```swift
        /// try await api.oathValidators.deactivate(.requesterSpecifiedID("GALT11450647"))
        /// ```
        ///
        /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
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
