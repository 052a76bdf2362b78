internal import OAuth1

extension VerifiedPostback {
    /// What the postback is about.
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

    /// The fields themselves, whatever the postback is about.
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
        do throws(FieldProblem) {
            switch fields["resource_type"] {
            case "authentication_request":
                return .authenticationRequest(try AuthenticationRequest(FieldReader(shape.authenticationRequest())))
            case "pairing":
                return .pairing(try Pairing(FieldReader(shape.pairing())))
            case "requester_user":
                return .user(try User(FieldReader(shape.requesterUser())))
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
    /// The field that names the user.
    fileprivate var userField: String {
        switch self {
        case .authenticationRequest, .pairing: "user_name"
        case .user: "name"
        }
    }
}

extension PostbackExpectation {
    /// - Throws: ``ToopherError/expectationMismatch(field:)``; what is expected but not in the postback is a mismatch.
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

    /// A refusal need not name the user; if it does, it must be the expected one.
    fileprivate func demandOfRefusal(_ fields: PostbackFields) throws(ToopherError) {
        guard fields["user_name"] != nil else { return }
        try PostbackExpectation(username: username).demand(of: fields, userField: "user_name")
    }
}
