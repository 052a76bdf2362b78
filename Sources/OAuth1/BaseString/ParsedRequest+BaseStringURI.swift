/// The base string URI (RFC 5849 section 3.4.1.2), written encoded into the base string.
extension ParsedRequest {
    /// Appends scheme and host in lower case, a port only where it is not the scheme's own, and
    /// the path as it was sent, `/` when it is empty, all encoded; no user info, query or fragment.
    ///
    /// The path keeps its bytes: escapes are neither decoded nor completed, dot segments stay.
    /// User info is dropped, since the `Host` header that the RFC builds on never holds it.
    /// - Returns: what follows the first `?`, without the fragment.
    mutating func appendURI(_ url: Range<Int>) throws(OAuth1Error) -> Range<Int> {
        baseString.reserve(url.count * 3 + 64)
        let end = url.upperBound
        let defaultPort: Int
        var index = url.lowerBound
        let beginning = bytes.word(at: index)
        if url.count >= 8, beginning | 0x20_2020_2020 == ByteWord.make("https://") {
            baseString.append("https%3A%2F%2F")
            defaultPort = 443
            isTLS = true
            index += 8
        } else if url.count >= 7, beginning & (.max >> 8) | 0x2020_2020 == ByteWord.make("http://") {
            baseString.append("http%3A%2F%2F")
            defaultPort = 80
            isTLS = false
            index += 7
        } else {
            throw .invalidURL(reason: Self.schemeFault(url, bytes))
        }
        // A host of unreserved characters without port or user info is the common one.
        var authorityEnd = bytes.firstReserved(from: index, to: end)
        if authorityEnd > index, authorityEnd == end || isAuthorityEnd(bytes[authorityEnd]) {
            let start = baseString.count
            baseString.append(index..<authorityEnd, of: bytes)
            baseString.lowercase(start..<baseString.count)
        } else {
            while authorityEnd < end, !isAuthorityEnd(bytes[authorityEnd]) { authorityEnd += 1 }
            try appendAuthority(index..<authorityEnd, defaultPort: defaultPort)
        }
        return appendPath(authorityEnd..<end)
    }

    /// Appends the path and returns the query.
    @inline(__always)
    private mutating func appendPath(_ rest: Range<Int>) -> Range<Int> {
        let end = rest.upperBound
        var index = baseString.write(upTo: rest.count * 3 + 3) { output in
            var index = rest.lowerBound
            while index < end {
                let next = bytes.firstReserved(from: index, to: end)
                output.append(index..<next, of: bytes)
                index = next
                guard next < end else { break }
                let byte = bytes[next]
                if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { break }
                output.appendEncoded(byte)
                index += 1
            }
            if index == rest.lowerBound { output.append(0x46_3225, count: 3) }
            return index
        }
        guard index < end, bytes[index] == UInt8(ascii: "?") else { return end..<end }
        let query = index + 1
        index = query
        while index < end, bytes[index] != UInt8(ascii: "#") { index += 1 }
        return query..<index
    }

    private mutating func appendAuthority(_ authority: Range<Int>, defaultPort: Int) throws(OAuth1Error) {
        var host = authority
        if let at = last(UInt8(ascii: "@"), in: authority) { host = at + 1..<authority.upperBound }
        var port = host.upperBound..<host.upperBound
        // In an IPv6 literal the colons before the bracket are the address's own.
        let bracket = last(UInt8(ascii: "]"), in: host) ?? host.lowerBound
        if let colon = (bracket..<host.upperBound).first(where: { bytes[$0] == UInt8(ascii: ":") }) {
            port = colon + 1..<host.upperBound
            host = host.lowerBound..<colon
        }
        guard !host.isEmpty else { throw .invalidURL(reason: "it has no host") }
        for index in host {
            let byte = bytes[index]
            guard byte > 0x20, byte != 0x7f, byte != UInt8(ascii: "\\") else {
                throw .invalidURL(reason: "its host holds a character that no host has")
            }
            baseString.appendEncoded(UInt8(truncatingIfNeeded: ByteWord.lowercased(UInt64(byte))))
        }
        guard !port.isEmpty else { return }
        var number = 0
        for index in port {
            let digit = bytes[index] &- UInt8(ascii: "0")
            number = number * 10 + Int(digit)
            guard digit < 10, port.count <= 5, number <= 65535 else {
                throw .invalidURL(reason: "its port is not a number up to 65535")
            }
        }
        guard number != defaultPort else { return }
        baseString.append("%3A")
        // Room: the port without leading zeros is never longer than it was.
        var divisor = 10000
        while divisor > 1, number < divisor { divisor /= 10 }
        while divisor > 0 {
            baseString.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private func last(_ byte: UInt8, in range: Range<Int>) -> Int? {
        range.last { bytes[$0] == byte }
    }

    @inline(__always)
    private func isAuthorityEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    /// Why a URL that starts with neither `http://` nor `https://` cannot be signed.
    private static func schemeFault(_ url: Range<Int>, _ bytes: borrowing Buffer<UInt8>) -> String {
        var colon = url.lowerBound
        while colon < url.upperBound, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        guard colon < url.upperBound else { return "it has no scheme" }
        let scheme = bytes.text(EncodedSlice(url.lowerBound..<colon, hasEscapes: false)).lowercased()
        return scheme == "http" || scheme == "https"
            ? "it has no authority" : "its scheme is neither http nor https"
    }
}
