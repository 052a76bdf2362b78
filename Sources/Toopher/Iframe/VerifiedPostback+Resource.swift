internal import OAuth1

extension VerifiedPostback {
    /// Returns what the postback is about.
    ///
    /// - Throws: The service's refusal, ``ToopherError/invalidResourceType(_:)``, ``ToopherError/malformedField(_:)``,
    ///   ``ToopherError/expectationMismatch(field:)``.
    func postback(expecting expectation: PostbackExpectation) throws(ToopherError) -> Postback {
        if let refusal = fields.refusal {
            try expectation.demandOfRefusal(fields)
            throw refusal
        }
        let postback = try resource()
        try expectation.demand(of: fields, userField: postback.userField)
        return postback
    }

    /// Returns the fields, whatever the postback is about.
    ///
    /// - Throws: ``ToopherError/expectationMismatch(field:)``.
    func validatedFields(expecting expectation: PostbackExpectation) throws(ToopherError) -> ValidatedFields {
        if fields.refusal != nil {
            try expectation.demandOfRefusal(fields)
        } else {
            let isUser = fields["resource_type"]?.hasSameBytes(as: "requester_user") == true
            try expectation.demand(of: fields, userField: isUser ? "name" : "user_name")
        }
        return ValidatedFields(fields)
    }

    private func resource() throws(ToopherError) -> Postback {
        let shape = PostbackShape(fields: fields)
        do throws(MalformedFieldError) {
            switch fields["resource_type"] {
            case "authentication_request":
                return .authenticationRequest(
                    try AuthenticationRequest(JSONObjectReader(shape.authenticationRequest())))
            case "pairing":
                return .pairing(try Pairing(JSONObjectReader(shape.pairing())))
            case "requester_user":
                return .user(try User(JSONObjectReader(shape.requesterUser())))
            default:
                break
            }
        } catch {
            throw .malformedField(error.field)
        }
        throw .invalidResourceType(fields["resource_type"].map(PrintableText.excerpt))
    }
}

extension Postback {
    /// The field with the user's name.
    fileprivate var userField: String {
        switch self {
        case .authenticationRequest, .pairing: "user_name"
        case .user: "name"
        }
    }
}

extension PostbackExpectation {
    /// Checks the fields; a missing one is a mismatch.
    fileprivate func demand(of fields: PostbackFields, userField: String) throws(ToopherError) {
        let demands = [
            (userField, username), ("action_name", actionName),
            ("terminal_requester_specified_id", requesterSpecifiedTerminalID),
        ]
        for case (let field, let expected?) in demands {
            guard let actual = fields[field], !actual.isEmpty, actual.hasSameBytes(as: expected) else {
                throw .expectationMismatch(field: field)
            }
        }
    }

    /// Checks the fields of a refusal, which need not name the user.
    fileprivate func demandOfRefusal(_ fields: PostbackFields) throws(ToopherError) {
        guard fields["user_name"] != nil else { return }
        try PostbackExpectation(username: username).demand(of: fields, userField: "user_name")
    }
}
