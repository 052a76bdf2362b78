/// The realm of an `Authorization` header, which is sent and not signed.
///
/// RFC 5849 section 3.5.1 and RFC 9110 section 11.5.
enum Realm {
    /// Returns the element of the header: the name and the realm as a quoted string.
    static func element(_ realm: String) throws(OAuth1Error) -> String {
        guard realm.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { throw .invalidRealm }
        var output = "realm=\""
        for character in realm.unicodeScalars {
            if character == "\"" || character == "\\" { output.unicodeScalars.append("\\") }
            output.unicodeScalars.append(character)
        }
        return output + "\""
    }

    /// Throws if a protocol parameter could not be told from the realm.
    static func check(_ protocolParameters: [Parameter]) throws(OAuth1Error) {
        for parameter in protocolParameters where parameter.name.lowercased() == "realm" {
            throw .reservedParameter(name: parameter.name)
        }
    }

    /// Returns the realm in the first of some `Authorization` values that is well-formed and of the scheme OAuth.
    static func given(in values: [String]) -> String? {
        for value in values {
            var request = ParsedRequest()
            let bytes = value.utf8
            let header = request.take(bytes.span)
            guard request.isOAuth(header), (try? request.addHeader(header)) != nil else { continue }
            return request.realm.map { String(copying: request.bytes.span($0)) }
        }
        return nil
    }
}
