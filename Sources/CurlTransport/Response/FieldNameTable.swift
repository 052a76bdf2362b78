internal import HTTPTypes

/// A table of common field names, which saves creating them for each response.
enum FieldNameTable {
    private struct Entry: Sendable {
        let bytes: [UInt8]
        let name: HTTPField.Name
    }

    /// The names as HTTP/1 servers and HTTP/2 spell them, by length.
    private static let common: [[Entry]] = {
        let names: [HTTPField.Name] = [
            .acceptRanges, .age, .cacheControl, .connection, .contentEncoding, .contentLength, .contentSecurityPolicy,
            .contentType, .date, .eTag, .expires, .lastModified, .location, .retryAfter, .server, .setCookie,
            .strictTransportSecurity, .transferEncoding, .vary, .wwwAuthenticate, .xContentTypeOptions,
        ]
        let spelled = names + names.compactMap { HTTPField.Name($0.canonicalName) }
        let entries = spelled.map { Entry(bytes: Array($0.rawName.utf8), name: $0) }
        let longest = entries.map(\.bytes.count).max() ?? 0
        return (0...longest).map { length in entries.filter { $0.bytes.count == length } }
    }()

    /// Returns the field name that `bytes` spell; `nil` if it is not valid (RFC 9110 section 5.1).
    static func name(_ bytes: ArraySlice<UInt8>) -> HTTPField.Name? {
        let table = common
        if bytes.count < table.count {
            for entry in table[bytes.count] where bytes.elementsEqual(entry.bytes) { return entry.name }
        }
        return HTTPField.Name(String(decoding: bytes, as: UTF8.self))
    }
}
