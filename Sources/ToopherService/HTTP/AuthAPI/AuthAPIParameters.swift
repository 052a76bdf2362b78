#if Service

internal import AuthAPI

/// The parameters of a call of the Auth API. An empty one counts as missing, unknown ones are ignored.
struct AuthAPIParameters: Sendable {
    /// The longest value, in bytes: clients may say much of what a user is to approve.
    static let maximumValueBytes = 20_000

    let list: [CallParameter]

    /// Reads the parameters of a call, which may be in the query, a form or JSON.
    ///
    /// - Throws: ``AuthAPIFailure``.
    init(_ call: ReceivedCall) throws(AuthAPIFailure) {
        if call.isJSON, !call.body.isEmpty, call.method != "GET", call.method != "HEAD" {
            let array = [UInt8(ascii: "[")] + call.body + [UInt8(ascii: "]")]
            guard let objects = FlatJSONReader.objects(in: array), objects.count == 1 else {
                throw AuthAPIFailure(
                    code: 40002, message: "The body is not a JSON object of texts, numbers and Booleans")
            }
            list = objects[0].map { CallParameter($0.name, $0.value) }
        } else {
            do throws(SignatureRefusal) { list = try call.formParameters() } catch { throw AuthAPIFailure(error) }
        }
    }

    init(_ list: [CallParameter]) {
        self.list = list
    }

    /// Returns the first value that is not empty, of the first name that has one.
    func text(_ names: String...) throws(AuthAPIFailure) -> String? {
        for name in names {
            guard let value = list.first(where: { $0.name == name && !$0.value.isEmpty })?.value else { continue }
            guard value.utf8.count <= Self.maximumValueBytes, !value.utf8.contains(0) else { throw .invalid(name) }
            return value
        }
        return nil
    }

    /// Returns a value that must be there.
    func required(_ name: String) throws(AuthAPIFailure) -> String {
        guard let value = try text(name) else { throw .missing(name) }
        return value
    }

    /// Whether a flag is set.
    func flag(_ name: String) throws(AuthAPIFailure) -> Bool {
        guard let value = try text(name)?.lowercased() else { return false }
        return value != "0" && value != "false"
    }
}

#endif
