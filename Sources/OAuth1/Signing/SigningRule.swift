internal import WebSyntax

/// The rule for what may be signed: a method and a URL that a request can carry byte for byte, and protocol parameters in
/// one place.
///
/// Everything that signs obeys it. A verifier is lenient, because it parses what a server has received.
///
/// RFC 5849 section 3.5, RFC 9110 sections 4.2, 7.2 and 9.1, RFC 3986 section 3.
package enum SigningRule {
    /// Throws if no request can carry a method or a URL.
    package static func check(method: String, url: String) throws(OAuth1Error) {
        let (method, url) = (method.utf8, url.utf8)
        var request = ParsedRequest()
        try request.takeSendable(method: method.span, url: url.span)
    }

    /// Throws unless a method is a token.
    @inline(__always)
    static func check(method: Span<UInt8>) throws(OAuth1Error) {
        var isToken = !method.isEmpty
        for index in method.indices {
            let byte = method[index]
            isToken = isToken && (byte.isASCIILetter || byte.isTokenCharacter)
        }
        guard isToken else { throw .invalidMethod }
    }

    /// Throws if a URL has a byte that is not a visible ASCII character.
    @inline(__always)
    static func check(url: Span<UInt8>) throws(OAuth1Error) {
        let index = url.firstInvisible
        guard index == url.count else { throw invisibleByte(at: index, of: url) }
    }

    /// Throws unless a host can be sent as it is spelled: a name of unreserved characters, or an IPv6 address without zone.
    ///
    /// - Parameters:
    ///   - host: Where the host is in `bytes`.
    ///   - url: Where the URL begins.
    @inline(__always)
    static func check(host: Range<Int>, ofURLAt url: Int, in bytes: borrowing Buffer<UInt8>) throws(OAuth1Error) {
        guard bytes.firstReserved(from: host.lowerBound, to: host.upperBound) != host.upperBound else { return }
        if let error = bytes.fault(inHost: host, ofURLAt: url) { throw error }
    }

    /// Returns the error of the first protocol parameter in another source than `place`, but for those that the signer
    /// adds.
    ///
    /// Takes the parts of a request, because a call on a borrowed request copies all of it.
    @inline(never)
    static func misplacement(
        among parameters: borrowing Buffer<EncodedParameter>, of bytes: borrowing Buffer<UInt8>,
        unlessIn place: ParameterSource
    ) -> OAuth1Error? {
        for index in 0..<parameters.count {
            let parameter = parameters[index]
            guard parameter.isProtocol, parameter.source != place, parameter.source != .signer else { continue }
            return .misplacedParameter(
                name: bytes.text(parameter.name), source: SignatureBaseString.Source(parameter.source))
        }
        return nil
    }

    @inline(never)
    private static func invisibleByte(at offset: Int, of url: Span<UInt8>) -> OAuth1Error {
        // The host ends at the third slash; what is wrong with a URL without a scheme is found later.
        var (slashes, end) = (0, 0)
        while end < offset, slashes < 3, url[end] != UInt8(ascii: "?"), url[end] != UInt8(ascii: "#") {
            if url[end] == UInt8(ascii: "/") { slashes += 1 }
            end += 1
        }
        let isInHost = end == offset && slashes == 2
        let remedy: UnsendableByte.Remedy = !isInHost ? .percentEncoding : url[offset] < 0x80 ? .plainHost : .aLabel
        return .unsendableByte(UnsendableByte(byte: url[offset], offset: offset, remedy: remedy))
    }
}

extension ParsedRequest {
    /// Copies and parses method and URL of a request to sign.
    @inline(__always)
    mutating func takeSendable(method: Span<UInt8>, url: Span<UInt8>) throws(OAuth1Error) {
        try SigningRule.check(method: method)
        try SigningRule.check(url: url)
        try take(method: method, url: url)
        try SigningRule.check(host: self.url.host, ofURLAt: self.method.upperBound, in: bytes)
    }
}

// An extension of the buffer, because a call on a borrowed request copies all of it.
extension Buffer where Element == UInt8 {
    /// Returns why a host, which has reserved characters, cannot be sent as it is spelled; `nil` for an IPv6 address.
    @inline(never)
    fileprivate func fault(inHost host: Range<Int>, ofURLAt url: Int) -> OAuth1Error? {
        func error(at index: Int, _ remedy: UnsendableByte.Remedy) -> OAuth1Error {
            .unsendableByte(UnsendableByte(byte: self[index], offset: index - url, remedy: remedy))
        }
        guard self[host.lowerBound] == UInt8(ascii: "["), self[host.upperBound - 1] == UInt8(ascii: "]") else {
            let index = firstReserved(from: host.lowerBound, to: host.upperBound)
            // Percent-encoding in a host stands for characters outside ASCII (RFC 3986 section 3.2.2).
            return error(at: index, self[index] == UInt8(ascii: "%") ? .aLabel : .plainHost)
        }
        for index in host.dropFirst().dropLast()
        where !self[index].isASCIIHexDigit && self[index] != UInt8(ascii: ":") && self[index] != UInt8(ascii: ".") {
            return error(at: index, self[index] == UInt8(ascii: "%") ? .withoutZone : .plainHost)
        }
        let isAddress = HTTPAuthority(String(copying: span(host))) != nil
        return isAddress ? nil : .invalidURL(reason: "what its host has in brackets is not an IPv6 address")
    }
}
