/// A reader of the typed members of one JSON object.
struct JSONObjectReader {
    let raw: JSONValue
    private let members: [String: JSONValue]
    private let path: String

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - raw: The object.
    ///   - path: Where it stands in the response, for error messages.
    /// - Throws: ``MalformedFieldError`` if the value is not an object.
    init(_ raw: JSONValue, path: String = "") throws(MalformedFieldError) {
        guard case .object(let members) = raw else { throw MalformedFieldError(field: path) }
        self.raw = raw
        self.members = members
        self.path = path
    }

    /// Returns a Boolean member.
    func bool(_ name: String) throws(MalformedFieldError) -> Bool {
        guard let truth = try optionalBool(name) else { throw malformed(name) }
        return truth
    }

    /// Returns a Boolean member; `nil` if it is missing. JSON's `null` is malformed here.
    func optionalBool(_ name: String) throws(MalformedFieldError) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let truth = value.boolValue else { throw malformed(name) }
        return truth
    }

    /// Returns an identifier: a string that is not empty, or an integer.
    func identifier(_ name: String) throws(MalformedFieldError) -> String {
        switch members[name] {
        case .string(let text) where !text.isEmpty: return text
        case .integer(let number): return String(number)
        default: throw malformed(name)
        }
    }

    /// Returns a string member, which may be empty.
    func string(_ name: String) throws(MalformedFieldError) -> String {
        guard let text = try optionalString(name) else { throw malformed(name) }
        return text
    }

    /// Returns a string member; `nil` if it is missing or `null`.
    func optionalString(_ name: String) throws(MalformedFieldError) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw malformed(name)
        }
    }

    /// Returns an integer member, which may be spelled as a string; `nil` if it is missing, `null` or an empty string.
    func optionalInteger(_ name: String) throws(MalformedFieldError) -> Int? {
        switch members[name] {
        case nil, .null, .string(""): return nil
        case let value?:
            guard let number = value.integerValue, let narrow = Int(exactly: number) else { throw malformed(name) }
            return narrow
        }
    }

    /// Returns a reader of an object member; `nil` if it is missing or `null`.
    func optionalObject(_ name: String) throws(MalformedFieldError) -> JSONObjectReader? {
        switch members[name] {
        case nil, .null: return nil
        case let value?: return try JSONObjectReader(value, path: qualified(name))
        }
    }

    /// Returns the error for a member.
    func malformed(_ name: String) -> MalformedFieldError {
        MalformedFieldError(field: qualified(name))
    }

    private func qualified(_ name: String) -> String {
        path.isEmpty ? name : path + "." + name
    }
}
