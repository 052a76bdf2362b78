#if PostgreSQL

/// The values of a statement in PostgreSQL's binary format, one after another.
struct ParameterBuffer {
    private(set) var bytes: [UInt8] = []
    /// Where each value begins; `nil` for `NULL`.
    private(set) var offsets: [Int?] = []
    private(set) var lengths: [Int32] = []
    /// 1 for the binary format, 0 for text.
    private(set) var formats: [Int32] = []

    init() {}

    /// Creates the parameters of a statement; `nil` if a value does not fit the type of its parameter.
    init?(_ values: [DatabaseValue], types: [UInt32]) {
        guard values.count == types.count else { return nil }
        for (value, type) in zip(values, types) {
            guard append(value, PostgreSQLType(rawValue: type)) else { return nil }
        }
    }

    /// Appends text, also to a parameter whose type is not known.
    mutating func append(_ text: String) {
        append(text.utf8)
    }

    /// Appends an array of texts. In the binary format no character of a text has a meaning.
    mutating func append(_ texts: [String]) {
        // The number of dimensions, whether there are nulls, the type of the elements; the length and the first index.
        let header = [1, 0, Int32(PostgreSQLType.text.rawValue), Int32(texts.count), 1]
        var array = header.flatMap(Self.bigEndian)
        for text in texts {
            array += Self.bigEndian(Int32(text.utf8.count))
            array += text.utf8
        }
        append(array)
    }

    private mutating func append(_ value: DatabaseValue, _ type: PostgreSQLType?) -> Bool {
        switch (value, type) {
        case (.null, _): appendNull()
        case (.integer(let integer), .int8): append(integer)
        case (.integer(let integer), .int4):
            guard let narrow = Int32(exactly: integer) else { return false }
            append(narrow)
        case (.integer(let integer), .int2):
            guard let narrow = Int16(exactly: integer) else { return false }
            append(narrow)
        case (.integer(let integer), .float8): append(Int64(bitPattern: Double(integer).bitPattern))
        case (.integer(let integer), .numeric): append("\(integer)".utf8, format: 0)
        case (.double(let double), .float8): append(Int64(bitPattern: double.bitPattern))
        case (.double(let double), .float4): append(Int32(bitPattern: Float(double).bitPattern))
        case (.double(let double), .numeric): append("\(double)".utf8, format: 0)
        case (.text(let text), .text), (.text(let text), .varchar), (.text(let text), .bpchar),
            (.text(let text), .name), (.text(let text), .unknown):
            append(text.utf8)
        case (.blob(let blob), .bytea): append(blob)
        default: return false
        }
        return true
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        append(Self.bigEndian(value))
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private mutating func append(_ value: some Collection<UInt8>, format: Int32 = 1) {
        offsets.append(bytes.count)
        lengths.append(Int32(value.count))
        formats.append(format)
        bytes += value
        // libpq takes text to its end; and an empty value has an address, which tells it from NULL.
        bytes.append(0)
    }

    private mutating func appendNull() {
        offsets.append(nil)
        lengths.append(0)
        formats.append(1)
    }
}

#endif
