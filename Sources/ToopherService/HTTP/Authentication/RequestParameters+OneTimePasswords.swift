#if Service

extension RequestParameters {
    /// Returns the description of a token.
    func tokenDraft() throws(ProtocolError) -> OATHTokenDraft {
        do throws(InvalidTokenParameter) {
            return try OATHTokenDraft { text($0) }
        } catch {
            throw .tokenParameter(error)
        }
    }

    /// Returns the descriptions in the JSON text of `oath_otp_validators`. An error names the index of the wrong one.
    func tokenDrafts() throws(ProtocolError) -> [OATHTokenDraft] {
        let name = "oath_otp_validators"
        guard let list = text(name) else { throw .missing(name) }
        guard let objects = FlatJSONReader.objects(in: Array(list.utf8)), !objects.isEmpty else { throw .invalid(name) }
        var drafts: [OATHTokenDraft] = []
        for (index, members) in objects.enumerated() {
            do throws(InvalidTokenParameter) {
                drafts.append(
                    try OATHTokenDraft { name in members.first { $0.name == name && !$0.value.isEmpty }?.value })
            } catch {
                throw .tokenParameter(error, index: index)
            }
        }
        return drafts
    }

    /// Returns how a token is named: by the id in the path, else by a parameter.
    ///
    /// - Parameter pathID: The id in the path; `nil` if the path has none.
    func tokenReference(pathID: String?) throws(ProtocolError) -> OATHTokenReference {
        if let id = pathID ?? text("id") {
            guard let id = Identifier.parse(id) else { throw .notFound }
            return .id(id)
        }
        guard let id = text("requester_specified_id") else { throw .missing("id or requester_specified_id") }
        // No token has such an id.
        guard OATHTokenDraft.isOwnID(id) else { throw .notFound }
        return .requesterSpecifiedID(id)
    }

    /// Returns how a user is named: by the id in the path, else by `user_name`.
    ///
    /// - Parameter pathID: The id in the path; `nil` if the path has none.
    func userReference(pathID: String?) throws(ProtocolError) -> UserReference {
        if let pathID {
            guard let id = Identifier.parse(pathID) else { throw .notFound }
            return .id(id)
        }
        guard let name = try userName("user_name") else { throw .missing("user_name") }
        return .name(name)
    }
}

#endif
