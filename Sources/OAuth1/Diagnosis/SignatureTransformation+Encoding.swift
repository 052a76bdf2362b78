/// Mistakes in the encoding of names and values, and of the base string's parts.
extension SignatureTransformation {
    static let encoding = [
        SignatureTransformation(
            .equalsSignLeftOut, "equals_sign_left_out", .parameters,
            "the client signed a parameter without a value without its equals sign: sign it as name= (3.4.1.3.2)"
        ) { request in request.withoutEqualsSigns() },
        SignatureTransformation(
            .spaceAsPlus, "space_as_plus", .parameters,
            "the client signed a space as +: encode it as %20 (3.6)"
        ) { request in request.mapping { EncodingFlaw.spaceAsPlus.applied(to: $0) } },
        SignatureTransformation(
            .lowerCaseDigits, "lower_case_digits", .parameters,
            "the client percent-encoded with digits in lower case: write %2F, not %2f (3.6)"
        ) { request in request.flawed(.lowerCaseDigits) },
        SignatureTransformation(
            .marksNotEncoded, "marks_not_encoded", .parameters,
            """
            the client did not percent-encode one of !*'(): they are not unreserved, though encodeURIComponent and others \
            keep them (3.6)
            """
        ) { request in request.flawed(.marksNotEncoded) },
        SignatureTransformation(
            .partsNotEncoded, "parts_not_encoded", .parameters,
            """
            the client joined method, URI and parameters as they are: percent-encode each of them, so that the parameters \
            are encoded twice (3.4.1.1)
            """
        ) { request in [request.changed { $0.flaws.append(.notEncoded) }] },
        SignatureTransformation(
            .delimitersNotEncoded, "delimiters_not_encoded", .parameters,
            "the client did not percent-encode brackets or another of ;,/?:@&=+$#[]: encode all of them (3.6)"
        ) { request in request.flawed(.bracketsNotEncoded) + request.flawed(.delimitersNotEncoded) },
        SignatureTransformation(
            .tildeEncoded, "tilde_encoded", .parameters,
            "the client percent-encoded a ~: it is unreserved, and stays as it is (3.6)"
        ) { request in request.flawed(.tildeEncoded) },
        SignatureTransformation(
            .notEncoded, "not_encoded", .parameters,
            "names and values were not percent-encoded before they were joined: encode each of them (3.4.1.3.2)"
        ) { request in request.mapping { EncodingFlaw.notEncoded.applied(to: $0) } },
        SignatureTransformation(
            .encodedTwice, "encoded_twice", .parameters,
            "names and values were percent-encoded twice before they were joined: encode them once (3.4.1.3.2)"
        ) { request in request.mapping { EncodingFlaw.encodedTwice.applied(to: $0) } },
    ]
}

extension SignedRequest {
    /// Returns the request with a flawed encoding of names and values, of the base string's parts, and of both.
    fileprivate func flawed(_ flaw: EncodingFlaw) -> [SignedRequest] {
        let inner = mapping { flaw.applied(to: $0) }
        return inner + (inner + [self]).map { request in request.changed { $0.flaws.append(flaw) } }
    }

    /// Returns the request without the equals signs of all empty values, and of those that were sent without one.
    fileprivate func withoutEqualsSigns() -> [SignedRequest] {
        let empty = parameters.indices.filter { parameters[$0].value.isEmpty }
        let bare = empty.filter { context.bareNames.contains(parameters[$0].name) }
        return [empty, bare].filter { !$0.isEmpty }.map { indices in
            changed { for index in indices { $0.parameters[index].hasEqualsSign = false } }
        }
    }
}
