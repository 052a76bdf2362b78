/// Reads the typed fields of one JSON object, and knows where in the reply it stands.
struct FieldReader {
    let raw: JSONValue
    private let members: [String: JSONValue]
    private let path: String

    /// - Throws: ``FieldProblem`` when the value is not an object.
    init(_ raw: JSONValue, path: String = "") throws(FieldProblem) {
        guard case .object(let members) = raw else { throw FieldProblem(field: path) }
        self.raw = raw
        self.members = members
        self.path = path
    }

    /// A truth value that must be there, and be one: what is missing or odd is never taken for either.
    func bool(_ name: String) throws(FieldProblem) -> Bool {
        guard let truth = try optionalBool(name) else { throw problem(name) }
        return truth
    }

    /// A truth value that may be absent, but if present must be a JSON boolean.
    func optionalBool(_ name: String) throws(FieldProblem) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let truth = value.boolValue else { throw problem(name) }
        return truth
    }

    /// A text that must be there and not be empty; an integer stands for its decimal spelling.
    func identifier(_ name: String) throws(FieldProblem) -> String {
        switch members[name] {
        case .string(let text) where !text.isEmpty: return text
        case .integer(let number): return String(number)
        default: throw problem(name)
        }
    }

    /// A text that must be there, perhaps empty.
    func string(_ name: String) throws(FieldProblem) -> String {
        guard let text = try optionalString(name) else { throw problem(name) }
        return text
    }

    /// A text that may be absent or null.
    func optionalString(_ name: String) throws(FieldProblem) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw problem(name)
        }
    }

    /// An integer that may be absent, null, or spelt as a string; an empty string is absent.
    func optionalInteger(_ name: String) throws(FieldProblem) -> Int? {
        switch members[name] {
        case nil, .null, .string(""): return nil
        case let value?:
            guard let number = value.integerValue, let narrow = Int(exactly: number) else { throw problem(name) }
            return narrow
        }
    }

    /// An object that may be absent or null.
    func optionalObject(_ name: String) throws(FieldProblem) -> FieldReader? {
        switch members[name] {
        case nil, .null: return nil
        case let value?: return try FieldReader(value, path: qualified(name))
        }
    }

    /// The problem of that field.
    func problem(_ name: String) -> FieldProblem {
        FieldProblem(field: qualified(name))
    }

    private func qualified(_ name: String) -> String {
        path.isEmpty ? name : path + "." + name
    }
}

/// A field that is missing or has a value of the wrong kind; names the field, never its value.
struct FieldProblem: Error {
    let field: String
}
