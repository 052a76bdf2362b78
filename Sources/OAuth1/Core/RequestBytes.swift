/// A request taken apart and its signature base string, in memory that is used again.
///
/// The parts are copied into one run of bytes once. Parameters are slices of that run where they
/// arrived in the encoding that the base string needs, and are encoded behind it where not.
struct RequestBytes: ~Copyable {
    /// The parts as they arrived, then whatever had to be encoded or decoded.
    var bytes = Buffer<UInt8>(capacity: 2048)
    /// The signature base string.
    var baseString = Buffer<UInt8>(capacity: 4096)
    /// The parameters in the order header, query, body.
    var parameters = Buffer<EncodedParameter>(capacity: 64)
    /// Those that are signed, sorted.
    var order = Buffer<SortKey>(capacity: 64)
    /// The other half of a merge sort.
    var merge = Buffer<SortKey>(capacity: 0)
    var slots = ProtocolSlots()
    /// The most parameters to accept.
    var maximumParameters = Int.max

    /// Whether the protocol's parameters must all stand in one place, as in a request that arrives.
    var isReceived = true

    /// Parts longer than this together are never taken: offsets are 32 bits wide.
    static var maximumBytes: Int { 1 << 28 }

    /// Forgets the last request.
    mutating func reset() {
        bytes.removeAll()
        baseString.removeAll()
        parameters.removeAll()
        order.removeAll()
        slots = ProtocolSlots()
    }

    /// Copies one part of a request in.
    mutating func take(_ part: Span<UInt8>) -> Range<Int> {
        let start = bytes.count
        bytes.append(copying: part)
        return start..<bytes.count
    }

    /// Adds a parameter, and notes where it stands if it is the protocol's.
    @inline(__always)
    mutating func add(
        _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource
    ) throws(VerificationError) {
        guard parameters.count < maximumParameters else { throw .malformed(.tooLarge(limit: maximumParameters)) }
        let index = parameters.count
        let range = name.range
        let beginning = prefix(of: range)
        let isProtocol = beginning >> 16 == 0x6f61_7574_685f && range.count >= 6
        parameters.reserve(1)
        parameters.append(EncodedParameter(name: name, value: value, source: source, isProtocol: isProtocol))
        var isSigned = true
        if isProtocol {
            let next = UInt16(truncatingIfNeeded: beginning)
            if let field = ProtocolField(length: range.count, next: next), bytes.equals(range, field.name) {
                guard slots[field] == nil else { throw .duplicateParameter(text(name)) }
                slots[field] = index
                isSigned = field != .signature
            }
            guard slots.source == nil || slots.source == source || !isReceived else {
                throw .duplicateParameter(text(name))
            }
            slots.source = source
        }
        if isSigned {
            order.reserve(1)
            order.append(SortKey(prefix: beginning, index: UInt32(truncatingIfNeeded: index)))
        }
    }

    /// The first eight bytes of a range as a big-endian number, zeros where it is shorter.
    @inline(__always)
    private func prefix(of range: Range<Int>) -> UInt64 {
        let word = bytes.word(at: range.lowerBound).byteSwapped
        return range.count >= 8 ? word : word & ~(UInt64.max >> UInt64(8 * range.count))
    }

    /// A field's value, still encoded; nil when it is missing.
    func value(of field: ProtocolField) -> EncodedSlice? {
        slots[field].map { parameters[$0].value }
    }

    /// The text that a slice stands for; bytes that are not UTF-8 read as U+FFFD.
    func text(_ slice: EncodedSlice) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(slice.range.count)
        var index = slice.range.lowerBound
        while index < slice.range.upperBound {
            let byte = bytes[index]
            let isEscape = byte == UInt8(ascii: "%")
            let escaped = isEscape ? bytes.escapedByte(at: index, before: slice.range.upperBound) : nil
            decoded.append(escaped ?? byte)
            index += escaped == nil ? 1 : 3
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The bytes that a slice stands for: itself, or a decoded copy behind everything else.
    mutating func decoded(_ slice: EncodedSlice) -> Range<Int> {
        guard slice.hasEscapes else { return slice.range }
        return bytes.appendDecoded(slice.range)
    }
}
