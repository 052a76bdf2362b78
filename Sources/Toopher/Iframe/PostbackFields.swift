internal import OAuth1

/// The fields of one postback: limited, each name once, in the order of the signature.
///
/// Names and values are compared byte by byte. Swift's `==` is true for canonically equivalent strings, such as the
/// letter K and the Kelvin sign, which are two names to the service.
struct PostbackFields: Sendable {
    static let maximumCount = 100
    static let maximumBytes = 64 << 10
    // The field that contains the others in version 2 of the protocol.
    private static let wrapper = "toopher_iframe_data"

    /// The fields, sorted by the bytes of their names.
    private(set) var parameters: [Parameter]

    /// Creates the fields of a form.
    ///
    /// - Throws: ``ToopherError/malformedForm``, ``ToopherError/duplicateKeys(_:)``.
    init(_ form: PostbackForm) throws(ToopherError) {
        let outer = try Self.parameters(of: form)
        let wrappers = outer.filter { $0.name.hasSameBytes(as: Self.wrapper) }
        guard wrappers.count <= 1 else { throw .duplicateKeys([Self.wrapper]) }
        if let wrapped = wrappers.first {
            try self.init(unsorted: try Self.decode(Array(wrapped.value.utf8)))
            try requireAgreement(with: outer)
        } else {
            try self.init(unsorted: outer)
        }
    }

    private init(unsorted: [Parameter]) throws(ToopherError) {
        parameters = unsorted.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var duplicates: [String] = []
        for (previous, next) in zip(parameters, parameters.dropFirst())
        where previous.name.hasSameBytes(as: next.name) && duplicates.last?.hasSameBytes(as: next.name) != true {
            duplicates.append(next.name)
        }
        guard duplicates.isEmpty else { throw .duplicateKeys(duplicates.map(PrintableText.excerpt)) }
    }

    /// The value of a field; `nil` if it is missing.
    subscript(name: String) -> String? {
        parameters.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// Returns a Boolean, spelled `true` or, obsolete, `True`; `nil` for anything else.
    func bool(_ name: String) -> Bool? {
        switch self[name]?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// Removes a field.
    mutating func remove(_ name: String) {
        parameters.removeAll { $0.name.hasSameBytes(as: name) }
    }

    // A caller may read the form itself. Then no unsigned field must pass for the signed one of its name.
    private func requireAgreement(with outer: [Parameter]) throws(ToopherError) {
        for field in outer where !field.name.hasSameBytes(as: Self.wrapper) {
            guard let signed = self[field.name] else { continue }
            guard signed.hasSameBytes(as: field.value) else {
                throw .duplicateKeys([PrintableText.excerpt(of: field.name)])
            }
        }
    }

    private static func parameters(of form: PostbackForm) throws(ToopherError) -> [Parameter] {
        switch form {
        case .text(let text): return try decode(Array(text.utf8))
        case .bytes(let bytes): return try decode(bytes)
        case .fields(let fields):
            let size = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
            guard fields.count <= maximumCount, size <= maximumBytes else { throw .malformedForm }
            return fields
        case .ignoring(let names, let form):
            return try parameters(of: form).filter { field in !names.contains { field.name.hasSameBytes(as: $0) } }
        }
    }

    private static func decode(_ bytes: [UInt8]) throws(ToopherError) -> [Parameter] {
        guard bytes.count <= maximumBytes else { throw .malformedForm }
        do {
            return try FormEncoding.decode(bytes, limit: maximumCount)
        } catch {
            throw .malformedForm
        }
    }
}

extension String {
    /// Returns whether both have the same UTF-8 bytes.
    func hasSameBytes(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
