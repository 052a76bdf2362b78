#if PostgreSQL

/// A value in PostgreSQL's binary format.
struct BinaryValue {
    let bytes: [UInt8]

    /// Returns the value; `nil` if it is not of a type that is read.
    func value(_ type: PostgreSQLType) -> DatabaseValue? {
        switch type {
        case .bool: integer(1)
        case .int2: integer(2)
        case .int4: integer(4)
        case .oid: unsigned(4).map { .integer(Int64($0)) }
        case .int8: integer(8)
        case .float4: unsigned(4).map { .double(Double(Float(bitPattern: UInt32($0)))) }
        case .float8: unsigned(8).map { .double(Double(bitPattern: $0)) }
        case .numeric: numeric
        case .text, .varchar, .bpchar, .name, .unknown: .text(String(decoding: bytes, as: UTF8.self))
        case .bytea: .blob(bytes)
        case .void: .null
        }
    }

    private func unsigned(_ count: Int) -> UInt64? {
        bytes.count == count ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }

    private func integer(_ count: Int) -> DatabaseValue? {
        let unused = 64 - count * 8
        return unsigned(count).map { .integer(Int64(bitPattern: $0 << unused) >> unused) }
    }

    /// A decimal number: a whole one as the sum of integers is, else rounded. In digits of base 10,000, after a header
    /// with the number of digits, the power of the first, the sign and the decimals that are shown.
    private var numeric: DatabaseValue? {
        guard bytes.count >= 8, bytes.count.isMultiple(of: 2) else { return nil }
        let words = stride(from: 0, to: bytes.count, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]))
        }
        let (count, weight, sign, scale) = (Int(words[0]), Int(words[1]), UInt16(bitPattern: words[2]), words[3])
        guard words.count == 4 + count, sign == 0 || sign == 0x4000 else { return nil }
        let digits = words[4...].map(Int64.init)
        if scale == 0, weight < 5 {
            var whole: Int64 = 0
            for power in stride(from: weight, through: 0, by: -1) {
                let digit = weight - power < count ? digits[weight - power] : 0
                let (product, isTooLarge) = whole.multipliedReportingOverflow(by: 10_000)
                // Subtracted, because the least integer has no positive counterpart.
                let (sum, isTooSmall) = product.subtractingReportingOverflow(digit)
                if isTooLarge || isTooSmall { return nil }
                whole = sum
            }
            if sign == 0 { return whole == .min ? nil : .integer(-whole) }
            return .integer(whole)
        }
        // Through its decimal notation, which is rounded correctly.
        var text = sign == 0 ? "" : "-"
        for (offset, digit) in digits.enumerated() {
            text += offset == 0 ? "\(digit)" : String(digit + 10_000).dropFirst()
        }
        return Double(text.isEmpty || text == "-" ? "0" : "\(text)e\((weight - count + 1) * 4)").map { .double($0) }
    }
}

#endif
