/// The signature base string (RFC 5849 section 3.4.1): what a signature is computed over.
extension ParsedRequest {
    /// Begins the base string with the method in upper case.
    @inline(__always)
    mutating func appendMethod(_ method: Range<Int>) {
        baseString.write(upTo: method.count * 3 + 1) { output in
            let word = bytes.word(at: method.lowerBound)
            // The methods that there are hold no more than eight letters.
            if method.count <= 8, ByteWord.reserved(word) << UInt64(64 - 8 * method.count) == 0 {
                output.append(ByteWord.uppercased(word), count: method.count)
                return output.append(0x26, count: 1)
            }
            for index in method {
                let byte = bytes[index]
                let isLower = byte &- UInt8(ascii: "a") < 26
                output.appendEncoded(isLower ? byte & 0xdf : byte)
            }
            output.append(0x26, count: 1)
        }
    }

    /// Ends the base string with the normalised parameters (section 3.4.1.3.2), sorted by name and
    /// then by value, byte by byte, and encoded once more as a whole.
    @inline(__always)
    mutating func appendParameters() {
        // Names and values are slices of the bytes that do not overlap.
        baseString.write(upTo: 1 + order.count * 6 + bytes.count * 3) { output in
            output.append(0x26, count: 1)
            for position in 0..<order.count {
                if position > 0 { output.append(0x36_3225, count: 3) }
                let index = Int(order[position].index)
                output.appendPair(parameters[index].name, parameters[index].value, of: bytes)
            }
        }
    }

    /// A protocol parameter without a slot of its own that occurs twice; to ask once sorted.
    @inline(__always)
    func repeatedExtension() -> EncodedSlice? {
        slots.hasExtension ? firstRepeatedExtension() : nil
    }

    @inline(never)
    private func firstRepeatedExtension() -> EncodedSlice? {
        for position in 1..<Swift.max(order.count, 1) where order[position].prefix == order[position - 1].prefix {
            let (left, right) = (parameters[Int(order[position - 1].index)], parameters[Int(order[position].index)])
            if left.isProtocol, bytes.compare(left.name.range, right.name.range) == 0 { return right.name }
        }
        return nil
    }
}
