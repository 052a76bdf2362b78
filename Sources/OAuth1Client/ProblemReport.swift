internal import HTTPExchange
internal import HTTPTypes
internal import OAuth1
internal import WebSyntax

/// The `oauth_problem` of the problem reporting extension, which servers send in the body or in `WWW-Authenticate`.
enum ProblemReport {
    /// Returns the name of the problem that a response reports; `nil` if there is none.
    static func name(in response: HTTPTransportResponse) -> String? {
        if let parameters = try? FormEncoding.decode(response.body, limit: 100),
            let problem = parameters.first("oauth_problem")
        {
            return validated(problem)
        }
        return response.head.headerFields[values: .wwwAuthenticate].lazy.compactMap(name(inChallenge:)).first
    }

    /// Returns `text` if it has the form of a problem name: lower-case letters and underscores.
    ///
    /// Nothing else from a response gets into an error, and from there into a log.
    static func validated(_ text: String) -> String? {
        let isName =
            (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7a) || $0 == 0x5f }
        return isName ? text : nil
    }

    private static func name(inChallenge challenge: String) -> String? {
        var reader = FieldValueReader(challenge)
        guard reader.token()?.lowercased() == "oauth" else { return nil }
        repeat {
            reader.skipBlanks()
            guard let name = reader.token(), reader.skip(UInt8(ascii: "=")),
                let value = reader.quotedString() ?? reader.token()
            else { return nil }
            if name == "oauth_problem" { return validated(value) }
            reader.skipBlanks()
        } while reader.skip(UInt8(ascii: ","))
        return nil
    }
}
