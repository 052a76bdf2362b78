internal import HTTPTypes

/// How far the body of a response reaches. RFC 9112 section 6.3.
enum ResponseExtent {
    /// It has this many bytes, before any content coding is decoded.
    case length(Int64)
    /// Its last chunk ends it.
    case chunks(ChunkScanner)
    /// The end of the connection, or of the HTTP/2 stream, ends it.
    case unknown

    /// Finds the extent of a response to a request with a body. A malformed one may have any: libcurl refuses it.
    init(_ head: HTTPResponse, isHTTP1: Bool) {
        let fields = head.headerFields
        if head.status.code == 204 || head.status.code == 304 {
            self = .length(0)
        } else if isHTTP1, let coding = fields[.transferEncoding] {
            self = coding.lowercased() == "chunked" ? .chunks(ChunkScanner()) : .unknown
        } else if let text = fields[.contentLength], let length = Int64(text), length >= 0 {
            self = .length(length)
        } else {
            self = .unknown
        }
    }

    /// Returns whether the body is complete.
    ///
    /// - Parameter received: How many bytes of it have arrived.
    func isComplete(received: Int64) -> Bool {
        switch self {
        case .length(let length): received >= length
        case .chunks(let scanner): scanner.hasEnded
        case .unknown: false
        }
    }

    /// Scans bytes of a chunked body as they arrived.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard case .chunks(var scanner) = self else { return }
        unsafe scanner.scan(bytes)
        self = .chunks(scanner)
    }
}
