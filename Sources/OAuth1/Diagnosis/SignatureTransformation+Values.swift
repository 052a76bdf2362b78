internal import WebSyntax

/// Mistakes in the values of parameters.
extension SignatureTransformation {
    static let values = [
        SignatureTransformation(
            .timestampSentInMilliseconds, "timestamp_sent_in_milliseconds", .parameters,
            "the client sent oauth_timestamp in milliseconds: send and sign whole seconds since 1970 (3.3)"
        ) { request in request.withTimestamp { $0.count == 13 ? Array($0.dropLast(3)) : nil } },
        SignatureTransformation(
            .timestampSignedInMilliseconds, "timestamp_signed_in_milliseconds", .parameters,
            "the client signed oauth_timestamp in milliseconds: sign what is sent, whole seconds since 1970 (3.3)"
        ) { request in request.withTimestamp { $0.count == 10 ? $0 + Array("000".utf8) : nil } },
        SignatureTransformation(
            .blanksTrimmed, "blanks_trimmed", .parameters,
            """
            spaces or line ends around a value are sent and were not signed: remove them before both, or sign them \
            (3.4.1.3.1)
            """
        ) { request in
            request.mappingBytes { $0.trimmed == $0 ? nil : $0.trimmed }
        },
        SignatureTransformation(
            .blankAdded, "blank_added", .parameters,
            "a space or a line end around a value was signed and did not arrive: remove it before both (3.4.1.3.1)"
        ) { request in
            let free = request.parameters.indices.filter { !request.parameters[$0].isProtocol }.prefix(8)
            return free.flatMap { index in
                [(0, "%20"), (0, "%0A"), (0, "%0D%0A"), (1, "%20")].map { (place: Int, blank: String) in
                    let blank = Array(blank.utf8)
                    return request.changed { request in
                        let value = request.parameters[index].value
                        request.parameters[index].value = place == 0 ? value + blank : blank + value
                    }
                }
            }
        },
        SignatureTransformation(
            .otherCharacterSet, "other_character_set", .parameters,
            "text was signed in another character set than it was sent in: encode it as UTF-8 for both (3.6)"
        ) { request in
            CharacterSetFlaw.allCases.flatMap { flaw in request.mappingBytes(flaw.applied) }
        },
        SignatureTransformation(
            .plusSignedAsPlus, "plus_signed_as_plus", .parameters,
            """
            the client signed a + of query or form as a plus sign, but there it means a space: send %2B for a plus \
            sign (3.4.1.3.1)
            """
        ) { request in
            request.context.hasPlus ? request.mapping { EncodingFlaw.spaceAsEncodedPlus.applied(to: $0) } : []
        },
    ]
}

extension SignedRequest {
    /// Returns the request with another timestamp.
    fileprivate func withTimestamp(_ change: ([UInt8]) -> [UInt8]?) -> [SignedRequest] {
        guard let index = parameters.firstIndex(where: { $0.name.elementsEqual("oauth_timestamp".utf8) }),
            let timestamp = change(parameters[index].value)
        else { return [] }
        return [changed { $0.parameters[index].value = timestamp }]
    }

    /// Returns the request with names and values whose bytes are changed where `change` returns others, if any is.
    fileprivate func mappingBytes(_ change: ([UInt8]) -> [UInt8]?) -> [SignedRequest] {
        mapping { text in
            // An ASCII text without blanks needs no look at its bytes.
            guard text.contains(UInt8(ascii: "%")), let bytes = PercentEncoding.decode(text[...]) else { return nil }
            return change(bytes).map(PercentEncoding.encoded)
        }
    }
}
