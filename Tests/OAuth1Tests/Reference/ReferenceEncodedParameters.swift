import CryptoCore

@testable import OAuth1

/// The parameters of one request, percent-encoded, in one array of bytes.
///
/// Names and values are stored as the base string needs them, so collecting, sorting and joining
/// touch every byte once and nothing is decoded only to be encoded again.
struct ReferenceEncodedParameters {
    /// Where a parameter was found.
    enum Source: Equatable {
        case header, query, body
    }

    /// One parameter: `bytes[start..<middle]` is its name, `bytes[middle..<end]` its value.
    struct Entry {
        var start: Int
        var middle: Int
        var end: Int
        var source: Source
    }

    private(set) var bytes: [UInt8] = []
    private(set) var entries: [Entry] = []

    /// The most parameters to accept.
    let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds the pairs of a query or form body. RFC 5849 section 3.4.1.3.1.
    mutating func append(form: ArraySlice<UInt8>, from source: Source) throws(OAuth1Error) {
        bytes.reserveCapacity(bytes.count + form.count + form.count / 2)
        for pair in form.split(separator: UInt8(ascii: "&")) {
            let (name, value) = FormEncoding.halves(of: pair)
            let start = bytes.count
            FormEncoding.forEachDecodedByte(of: name) { PercentEncoding.append($0, to: &bytes) }
            let middle = bytes.count
            FormEncoding.forEachDecodedByte(of: value) { PercentEncoding.append($0, to: &bytes) }
            try append(Entry(start: start, middle: middle, end: bytes.count, source: source))
        }
    }

    /// Adds a decoded pair.
    mutating func append(
        _ name: some Sequence<UInt8>, _ value: some Sequence<UInt8>, from source: Source
    ) throws(OAuth1Error) {
        let start = bytes.count
        for byte in name { PercentEncoding.append(byte, to: &bytes) }
        let middle = bytes.count
        for byte in value { PercentEncoding.append(byte, to: &bytes) }
        try append(Entry(start: start, middle: middle, end: bytes.count, source: source))
    }

    private mutating func append(_ entry: Entry) throws(OAuth1Error) {
        guard entries.count < limit else { throw .tooLarge(limit: limit) }
        entries.append(entry)
    }

    /// Returns the name of an entry, still encoded.
    func name(of entry: Entry) -> ArraySlice<UInt8> { bytes[entry.start..<entry.middle] }

    /// Returns the value of an entry, still encoded.
    func value(of entry: Entry) -> ArraySlice<UInt8> { bytes[entry.middle..<entry.end] }

    /// Returns name and value as text; invalid UTF-8 becomes U+FFFD.
    func decoded(_ entry: Entry) -> Parameter {
        Parameter(Self.text(name(of: entry)), Self.text(value(of: entry)))
    }

    /// Returns the text that a slice encodes.
    static func text(_ encoded: ArraySlice<UInt8>) -> String {
        // The encoding of this type always decodes.
        String(decoding: PercentEncoding.decode(encoded) ?? [], as: UTF8.self)
    }

    /// Joins the signed parameters, sorted by name and then by value, byte by byte
    /// as in RFC 5849 section 3.4.1.3.2, and encodes the whole once more for the base string.
    func appendNormalized(to output: inout [UInt8], where isSigned: (Entry) -> Bool) {
        let sorted = entries.filter(isSigned).sorted(by: precedes)
        for (position, entry) in sorted.enumerated() {
            if position > 0 { output.append(contentsOf: "%26".utf8) }
            appendEncodedAgain(name(of: entry), to: &output)
            output.append(contentsOf: "%3D".utf8)
            appendEncodedAgain(value(of: entry), to: &output)
        }
    }

    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        let (leftName, rightName) = (name(of: left), name(of: right))
        if leftName.lexicographicallyPrecedes(rightName) { return true }
        if rightName.lexicographicallyPrecedes(leftName) { return false }
        return value(of: left).lexicographicallyPrecedes(value(of: right))
    }

    /// In encoded text only `%` needs encoding.
    private func appendEncodedAgain(_ encoded: ArraySlice<UInt8>, to output: inout [UInt8]) {
        for byte in encoded {
            if byte == UInt8(ascii: "%") {
                output.append(contentsOf: "%25".utf8)
            } else {
                output.append(byte)
            }
        }
    }
}
