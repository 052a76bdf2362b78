internal import HTTPTypes

/// A table of common field names, which saves creating them for each response.
enum FieldNameTable {
    /// The names as HTTP/1 servers and HTTP/2 spell them, by length.
    private static let common: [[HTTPField.Name]] = {
        let names: [HTTPField.Name] = [
            .acceptRanges, .age, .cacheControl, .connection, .contentEncoding, .contentLength, .contentSecurityPolicy,
            .contentType, .date, .eTag, .expires, .lastModified, .location, .retryAfter, .server, .setCookie,
            .strictTransportSecurity, .transferEncoding, .vary, .wwwAuthenticate, .xContentTypeOptions,
        ]
        let spelled = names + names.compactMap { HTTPField.Name($0.canonicalName) }
        let longest = spelled.map(\.rawName.utf8.count).max() ?? 0
        return (0...longest).map { length in spelled.filter { $0.rawName.utf8.count == length } }
    }()

    /// Returns the field name that `bytes` spell; `nil` if it is not valid (RFC 9110 section 5.1).
    static func name(_ bytes: ArraySlice<UInt8>) -> HTTPField.Name? {
        if bytes.count < common.count {
            for name in common[bytes.count] where bytes.elementsEqual(name.rawName.utf8) { return name }
        }
        return HTTPField.Name(String(decoding: bytes, as: UTF8.self))
    }
}
