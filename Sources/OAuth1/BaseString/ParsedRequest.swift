/// A request taken apart and its signature base string, in memory that is used again.
///
/// The parts are copied into one run of bytes once. Parameters are slices of that run where they
/// arrived in the encoding that the base string needs, and are encoded behind it where not.
struct ParsedRequest: ~Copyable {
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

    /// Whether the URL's scheme is https.
    var isTLS = false
    /// Whether the protocol's parameters must all stand in one place, as in a request that arrives.
    var isReceived = true

    /// URL, header and form longer than this together are never taken: offsets are 31 bits wide, and a byte that is no
    /// text becomes sixteen where it is replaced.
    static var maximumBytes: Int { 1 << 26 }

    /// The bytes of memory that are kept for the next request, roughly.
    var capacity: Int {
        bytes.capacity + baseString.capacity + parameters.capacity * MemoryLayout<EncodedParameter>.stride
            + (order.capacity + merge.capacity) * MemoryLayout<SortKey>.stride
    }

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
        let range = name.range
        let beginning = prefix(of: range)
        guard beginning >> 16 == 0x6f61_7574_685f, range.count >= 6 else {
            try append(name, value, from: source, isProtocol: false)
            order.reserve(1)
            order.append(SortKey(prefix: beginning, index: UInt32(truncatingIfNeeded: parameters.count - 1)))
            return
        }
        let next = UInt16(truncatingIfNeeded: beginning)
        if let field = ProtocolField(length: range.count, next: next), bytes.equals(range, field.name) {
            return try addProtocol(field, name, value, from: source)
        }
        try noteSource(source, of: name)
        slots.hasExtension = true
        try append(name, value, from: source, isProtocol: true)
        order.reserve(1)
        order.append(SortKey(prefix: beginning, index: UInt32(truncatingIfNeeded: parameters.count - 1)))
    }

    /// Adds one of the protocol's parameters; all of them but the signature are signed.
    @inline(__always)
    mutating func addProtocol(
        _ field: ProtocolField, _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource
    ) throws(VerificationError) {
        guard slots[field] == nil else { throw .duplicateParameter(bytes.text(name)) }
        try noteSource(source, of: name)
        slots[field] = parameters.count
        try append(name, value, from: source, isProtocol: true)
        guard field != .signature else { return }
        order.reserve(1)
        order.append(
            SortKey(prefix: prefix(of: name.range), index: UInt32(truncatingIfNeeded: parameters.count - 1)))
    }

    @inline(__always)
    private mutating func noteSource(_ source: ParameterSource, of name: EncodedSlice) throws(VerificationError) {
        guard slots.source == nil || slots.source == source || !isReceived else {
            throw .duplicateParameter(bytes.text(name))
        }
        slots.source = source
    }

    @inline(__always)
    private mutating func append(
        _ name: EncodedSlice, _ value: EncodedSlice, from source: ParameterSource, isProtocol: Bool
    ) throws(VerificationError) {
        guard parameters.count < maximumParameters else { throw .malformed(.tooLarge(limit: maximumParameters)) }
        parameters.reserve(1)
        parameters.append(EncodedParameter(name: name, value: value, source: source, isProtocol: isProtocol))
    }

    /// What a parameter is sorted by.
    func sortKey(of index: Int) -> SortKey {
        SortKey(prefix: prefix(of: parameters[index].name.range), index: UInt32(truncatingIfNeeded: index))
    }

    /// The first eight bytes of a range as a big-endian number, zeros where it is shorter.
    @inline(__always)
    private func prefix(of range: Range<Int>) -> UInt64 {
        let word = bytes.word(at: range.lowerBound).byteSwapped
        return range.count >= 8 ? word : word & ~(UInt64.max >> UInt64(8 * range.count))
    }

    /// A field's value, still encoded; nil when it is missing.
    @inline(__always)
    func value(of field: ProtocolField) -> EncodedSlice? {
        slots[field].map { parameters[$0].value }
    }

    /// The bytes that a slice stands for: itself, or a decoded copy behind everything else.
    @inline(__always)
    mutating func decoded(_ slice: EncodedSlice) -> Range<Int> {
        guard slice.hasEscapes else { return slice.range }
        return bytes.appendDecoded(slice.range)
    }
}
