internal import WebSyntax

/// Mistakes in which parameters are signed.
extension SignatureTransformation {
    static let selection = [
        SignatureTransformation(
            .queryLeftOut, "query_left_out", .parameters,
            "the parameters of the query were not signed: sign them with all others (3.4.1.3.1)"
        ) { request in request.leavingOut { $0.source == .query } },
        SignatureTransformation(
            .formLeftOut, "form_left_out", .parameters,
            """
            the parameters of the form body were not signed: sign them, or send another Content-Type than that of a form \
            (3.4.1.3.1)
            """
        ) { request in request.leavingOut { $0.source == .body } },
        SignatureTransformation(
            .parametersRepeated, "parameters_repeated", .parameters,
            """
            the parameters of the query or of the form were signed twice: give them to the signer in the URL or in the \
            list of parameters, not in both (3.4.1.3.1)
            """
        ) { request in
            [.query, .body].flatMap { (source: SignatureBaseString.Source) in
                request.adding(request.parameters.filter { $0.source == source })
            }
        },
        SignatureTransformation(
            .duplicatesLeftOut, "duplicates_left_out", .parameters,
            "of parameters with one name, or of equal ones, only one was signed: sign all of them (3.4.1.3.2)"
        ) { request in request.withoutDuplicates() },
        SignatureTransformation(
            .versionLeftOut, "version_left_out", .parameters,
            "oauth_version is sent and was not signed: sign it, or leave it out (3.4.1.3.1)"
        ) { request in request.leavingOut("oauth_version") },
        SignatureTransformation(
            .versionAdded, "version_added", .parameters,
            "oauth_version=1.0 was signed and is not sent: send it, or leave it out of what is signed (3.4.1.3.1)"
        ) { request in request.adding("oauth_version", "1.0") },
        SignatureTransformation(
            .tokenLeftOut, "token_left_out", .parameters,
            "oauth_token is sent, perhaps empty, and was not signed: sign it, or leave it out (3.4.1.3.1)"
        ) { request in request.leavingOut("oauth_token") },
        SignatureTransformation(
            .emptyTokenAdded, "empty_token_added", .parameters,
            "an empty oauth_token was signed and is not sent: leave it out of what is signed (3.4.1.3.1)"
        ) { request in request.adding("oauth_token", "") },
        SignatureTransformation(
            .bodyHashLeftOut, "body_hash_left_out", .parameters,
            "oauth_body_hash is sent and was not signed: sign it with all other parameters (3.4.1.3.1)"
        ) { request in request.leavingOut("oauth_body_hash") },
        SignatureTransformation(
            .emptyValuesLeftOut, "empty_values_left_out", .parameters,
            "the client did not sign parameters without a value: sign them as name= (3.4.1.3.2)"
        ) { request in request.leavingOut { $0.value.isEmpty } },
        SignatureTransformation(
            .realmSigned, "realm_signed", .parameters,
            "the client signed the realm of the Authorization header: leave it out of what is signed (3.4.1.3.1)"
        ) { request in
            guard let realm = request.context.realm else { return [] }
            return request.adding([SignedParameter(Array("realm".utf8), realm, from: .header)])
        },
        SignatureTransformation(
            .jsonSigned, "json_signed", .body,
            "the client signed the members of the JSON body as parameters: no body but a form is signed (3.4.1.3.1)"
        ) { request in request.context.jsonParameters.flatMap(request.adding) },
        SignatureTransformation(
            .multipartSigned, "multipart_signed", .body,
            "the client signed the fields of the multipart body as parameters: no body but a form is signed (3.4.1.3.1)"
        ) { request in request.context.multipartParameters.flatMap(request.adding) },
        SignatureTransformation(
            .bodySignedAsForm, "body_signed_as_form", .body,
            """
            the client signed the body as a form, but its Content-Type is another: send \
            application/x-www-form-urlencoded, or do not sign the body (3.4.1.3.1)
            """
        ) { request in request.adding(request.context.otherBodyParameters) },
    ]
}

extension SignedRequest {
    /// Returns the request without the parameters that match, if there are any.
    fileprivate func leavingOut(_ isLeftOut: (SignedParameter) -> Bool) -> [SignedRequest] {
        let kept = parameters.filter { !isLeftOut($0) }
        return kept.count == parameters.count ? [] : [changed { $0.parameters = kept }]
    }

    /// Returns the request without a parameter, if it has it.
    fileprivate func leavingOut(_ name: String) -> [SignedRequest] {
        leavingOut { $0.name.elementsEqual(name.utf8) }
    }

    /// Returns the request with more parameters, if there are any.
    fileprivate func adding(_ added: [SignedParameter]) -> [SignedRequest] {
        added.isEmpty ? [] : [changed { $0.parameters += added }]
    }

    /// Returns the request with one more parameter, unless it has it.
    fileprivate func adding(_ name: String, _ value: String) -> [SignedRequest] {
        let isPresent = parameters.contains { $0.name.elementsEqual(name.utf8) }
        return isPresent ? [] : adding([SignedParameter(Array(name.utf8), Array(value.utf8), from: .header)])
    }

    /// Returns the request with only the last, or the first, of parameters with one name, and with one of equal ones.
    fileprivate func withoutDuplicates() -> [SignedRequest] {
        let byName = ParameterSorting.nameOnly.sorted(parameters)
        let sorted = ParameterSorting.encoded.sorted(parameters)
        let kept = [
            byName.indices.filter { $0 + 1 == byName.count || byName[$0].name != byName[$0 + 1].name }.map {
                byName[$0]
            },
            byName.indices.filter { $0 == 0 || byName[$0].name != byName[$0 - 1].name }.map { byName[$0] },
            sorted.indices.filter { $0 == 0 || !sorted[$0].isEqual(to: sorted[$0 - 1]) }.map { sorted[$0] },
        ]
        return kept.filter { $0.count < parameters.count }.map { kept in changed { $0.parameters = kept } }
    }
}
