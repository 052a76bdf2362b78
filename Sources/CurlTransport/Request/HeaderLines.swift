internal import HTTPExchange
internal import HTTPTypes

/// Header lines in libcurl's spelling, each terminated by a NUL.
struct HeaderLines: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    init() { bytes.reserveCapacity(512) }

    mutating func append(_ field: HTTPField) throws(TransportError) {
        try unsafe field.withUnsafeBytesOfValue { value throws(TransportError) in
            try unsafe append(field.name.rawName, value)
        }
    }

    mutating func append(_ name: String, _ value: String) throws(TransportError) {
        var value = value
        let result = value.withUTF8 { bytes in
            Result { () throws(TransportError) in try unsafe append(name, bytes) }
        }
        try result.get()
    }

    /// Appends `Name: value`, or `Name;` for a blank value: libcurl takes `Name:` for a field to leave out.
    private mutating func append(_ name: String, _ value: UnsafeBufferPointer<UInt8>) throws(TransportError) {
        var isBlank = true
        let span = unsafe value.span
        for index in span.indices {
            let byte = span[index]
            guard byte != 0x00, byte != 0x0A, byte != 0x0D else {
                throw .invalidRequest("the header field \(name) has a line end or a NUL")
            }
            if byte != 0x20, byte != 0x09 { isBlank = false }
        }
        bytes += name.utf8
        if isBlank {
            bytes.append(UInt8(ascii: ";"))
        } else {
            bytes.append(UInt8(ascii: ":"))
            bytes.append(0x20)
            unsafe bytes.append(contentsOf: value)
        }
        endLine()
    }

    /// Appends a line of another kind, as it is.
    mutating func append(verbatim line: String) {
        bytes += line.utf8
        endLine()
    }

    /// Makes libcurl leave out a field that it adds by default.
    mutating func suppress(_ name: String) {
        bytes += name.utf8
        bytes.append(UInt8(ascii: ":"))
        endLine()
    }

    private mutating func endLine() {
        bytes.append(0)
        count += 1
    }
}
