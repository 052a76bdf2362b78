/// The base string URI: scheme and host in lower case, a port that is not the default, and the path as it was sent.
///
/// RFC 5849 section 3.4.1.2.
extension ParsedRequest {
    /// Appends the base string URI, percent-encoded for the base string.
    @inline(__always)
    static func appendBaseStringURI(
        _ url: ParsedURL, of bytes: borrowing Buffer<UInt8>, to output: inout ByteWriter
    ) {
        if url.isTLS { output.append("https%3A%2F%2F") } else { output.append("http%3A%2F%2F") }
        appendHost(url.host, of: bytes, to: &output)
        if let port = url.port {
            output.append("%3A")
            append(port: port, to: &output)
        }
        guard !url.path.isEmpty else { return output.append("%2F") }
        output.append(encoding: url.path, of: bytes)
    }

    @inline(__always)
    private static func appendHost(
        _ host: Range<Int>, of bytes: borrowing Buffer<UInt8>, to output: inout ByteWriter
    ) {
        var index = host.lowerBound
        while index < host.upperBound {
            let next = bytes.firstReserved(from: index, to: host.upperBound)
            output.append(lowercasing: index..<next, of: bytes)
            guard next < host.upperBound else { return }
            output.appendEncoded(bytes[next])
            index = next + 1
        }
    }

    private static func append(port: Int, to output: inout ByteWriter) {
        var divisor = 10000
        while divisor > 1, port < divisor { divisor /= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(port / divisor % 10))
            divisor /= 10
        }
    }
}
