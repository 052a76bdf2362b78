public import OAuth1

extension ToopherAPI {
    /// Pairs a user with the phone that offers a pairing phrase: `POST pairings/create`.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - phrase: The phrase that the phone shows.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The pairing, pending until the user approves it on the phone.
    /// - Throws: ``ToopherError/api(code:message:status:)`` with 400 when no phone offers the phrase.
    public func pair(
        username: String, phrase: String, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        try Argument.requireText(username, named: "username")
        try Argument.requireText(phrase, named: "phrase")
        var form = RequestForm()
        form.add("pairing_phrase", phrase)
        form.add("user_name", username)
        try form.add(extras: extras)
        let reply = try await endpoint.post("pairings/create", form.parameters)
        return try reply.resource(Pairing.init)
    }

    /// Gets a pairing by its id: `GET pairings/{id}`.
    ///
    /// - Throws: ``ToopherError/api(code:message:status:)`` with 404 when there is none.
    public func pairing(id: String) async throws(ToopherError) -> Pairing {
        let reply = try await endpoint.get("pairings/" + Argument.pathSegment(id))
        return try reply.resource(Pairing.init, id: id)
    }

    /// Gets the pairing as it is now.
    public func refreshed(_ pairing: Pairing) async throws(ToopherError) -> Pairing {
        try await self.pairing(id: pairing.id)
    }
}
