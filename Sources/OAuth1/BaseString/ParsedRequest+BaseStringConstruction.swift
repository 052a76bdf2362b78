/// The signature base string: what the signature is computed of.
///
/// RFC 5849 section 3.4.1.1.
extension ParsedRequest {
    /// Constructs the signature base string of the parsed request, whose parameters are normalized.
    @inline(__always)
    mutating func constructBaseString() {
        // Every part is a slice of `bytes` of its own, and a byte becomes three at most. Each parameter adds two
        // separators, the scheme and the empty path a few characters more.
        baseString.write(upTo: bytes.count * 3 + order.count * 6 + 64) { output in
            Self.appendMethod(method, of: bytes, to: &output)
            output.append("&")
            Self.appendBaseStringURI(url, of: bytes, to: &output)
            output.append("&")
            for position in 0..<order.count {
                let index = Int(order[position].index)
                let (name, value) = (parameters[index].name, parameters[index].value)
                if name.isPercentEncoded || value.isPercentEncoded {
                    output.appendPair(name, value, of: bytes)
                } else {
                    output.append(name.range, equals: value.range, of: bytes)
                }
            }
            // The ampersand behind the last one.
            if order.count > 0 { output.removeLast(3) }
        }
    }

    /// Appends the method in upper case, percent-encoded.
    @inline(__always)
    private static func appendMethod(
        _ method: Range<Int>, of bytes: borrowing Buffer<UInt8>, to output: inout ByteWriter
    ) {
        // All registered methods but a few have up to eight letters, and most requests one of two.
        if method.count <= 8 {
            let word = ByteWord.prefix(method.count, of: bytes.word(at: method.lowerBound))
            if word == ByteWord.loaded("GET") || word == ByteWord.loaded("POST") {
                return output.append(word, count: method.count)
            }
            if ByteWord.prefix(method.count, of: ByteWord.reserved(word)) == 0 {
                return output.append(ByteWord.uppercased(word), count: method.count)
            }
        }
        for index in method {
            output.appendEncoded(UInt8(truncatingIfNeeded: ByteWord.uppercased(UInt64(bytes[index]))))
        }
    }
}

extension ByteWriter {
    /// Appends a name, an equals sign, a value and an ampersand, percent-encoded once more.
    @inline(never)
    fileprivate mutating func appendPair(
        _ name: EncodedSlice, _ value: EncodedSlice, of bytes: borrowing Buffer<UInt8>
    ) {
        appendEncodedAgain(name, of: bytes)
        append("%3D")
        appendEncodedAgain(value, of: bytes)
        append("%26")
    }
}
