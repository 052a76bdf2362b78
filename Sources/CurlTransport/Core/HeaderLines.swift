internal import HTTPTypes

/// Header lines in libcurl's spelling, each with a NUL at its end, one after the other.
struct HeaderLines: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    init() { bytes.reserveCapacity(512) }

    mutating func append(_ field: HTTPField) throws(TransportError) {
        var result: Result<Void, TransportError> = .success(())
        unsafe field.withUnsafeBytesOfValue { value in
            do throws(TransportError) {
                try unsafe append(field.name.rawName, value)
            } catch {
                result = .failure(error)
            }
        }
        try result.get()
    }

    mutating func append(_ name: String, _ value: String) throws(TransportError) {
        try append(name, value.utf8)
    }

    /// `Name: value`, or `Name;` for a field whose value is blank: without one, libcurl takes it for a field to leave out.
    private mutating func append(_ name: String, _ value: some Collection<UInt8>) throws(TransportError) {
        guard value.allSatisfy({ $0 != 0x00 && $0 != 0x0A && $0 != 0x0D }) else {
            throw .invalidRequest("the header field \(name) has a line end or a NUL")
        }
        bytes += name.utf8
        if value.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
            bytes.append(UInt8(ascii: ";"))
        } else {
            bytes.append(UInt8(ascii: ":"))
            bytes.append(0x20)
            bytes += value
        }
        endLine()
    }

    /// Leaves out what libcurl would add of its own accord.
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
