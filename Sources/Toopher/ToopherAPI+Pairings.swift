public import OAuth1

extension ToopherAPI {
    /// Pairs a user with the phone that offers a pairing phrase: `POST pairings/create`.
    ///
    /// ```swift
    /// let pairing = try await api.pair(username: "jdoe", phrase: "awkward turtle")
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - phrase: The phrase that the phone shows.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The pairing, pending until the user approves it on the phone.
    /// - Throws: ``ToopherError/refused(_:)`` with code 400 when no phone offers the phrase.
    public func pair(
        username: String, phrase: String, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        try Argument.requireText(phrase, named: "phrase")
        return try await createPairing("pairings/create", [("pairing_phrase", phrase)], username, extras)
    }

    /// Pairs a user with the phone of a number, by text message: `POST pairings/create/sms`.
    ///
    /// ```swift
    /// let pairing = try await api.pair(username: "jdoe", phoneNumber: "555-0100", phoneCountry: "1")
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - phoneNumber: The number of the user's phone, as the user writes it.
    ///   - phoneCountry: The country calling code; the service has a default of its own.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The pairing, pending until the user answers the message.
    /// - Throws: ``ToopherError/refused(_:)`` with status 409 when the number does not want messages.
    public func pair(
        username: String, phoneNumber: String, phoneCountry: String? = nil, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        try Argument.requireText(phoneNumber, named: "phoneNumber")
        return try await createPairing(
            "pairings/create/sms", [("phone_number", phoneNumber), ("phone_country", phoneCountry)], username, extras)
    }

    /// Starts a pairing that the user's phone joins by scanning a QR code: `POST pairings/create/qr`.
    ///
    /// ```swift
    /// let pairing = try await api.pairWithQRCode(username: "jdoe")
    /// let image = try await api.qrCodeImage(pairingID: pairing.id)  // show it to the user, and to nobody else
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The pairing, pending until a phone has scanned the code and the user has approved.
    /// - Throws: ``ToopherError/refused(_:)`` when the service does not pair so.
    public func pairWithQRCode(
        username: String, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        try await createPairing("pairings/create/qr", [], username, extras)
    }

    /// Pairs by whatever a user has typed into one field, as the reference libraries' `pair` does: a text with a digit
    /// is a phone number, any other text a phrase, and no text asks for a QR code.
    ///
    /// ```swift
    /// let pairing = try await api.pair(username: "jdoe", phraseOrNumber: typed)
    /// ```
    ///
    /// It is a guess: no phrase may hold a digit. Where you know what you have, say so with
    /// ``pair(username:phrase:extras:)``, ``pair(username:phoneNumber:phoneCountry:extras:)`` or
    /// ``pairWithQRCode(username:extras:)``.
    ///
    /// - Throws: What those three throw.
    public func pair(
        username: String, phraseOrNumber text: String, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        if text.isEmpty { return try await pairWithQRCode(username: username, extras: extras) }
        if text.utf8.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return try await pair(username: username, phoneNumber: text, extras: extras)
        }
        return try await pair(username: username, phrase: text, extras: extras)
    }

    /// Gets a pairing by its id: `GET pairings/{id}`.
    ///
    /// ```swift
    /// let pairing = try await api.pairing(id: storedID)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
    public func pairing(id: String) async throws(ToopherError) -> Pairing {
        let reply = try await endpoint.get("pairings/" + Argument.pathSegment(id))
        return try reply.resource(Pairing.init, id: id)
    }

    /// Gets the pairing as it is now: `GET pairings/{id}`.
    ///
    /// To wait for the user's answer, see ``enabled(_:within:schedule:clock:)``.
    ///
    /// ```swift
    /// if try await api.refreshed(pairing).isEnabled { welcome() }
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)`` when it is gone.
    public func refreshed(_ pairing: Pairing) async throws(ToopherError) -> Pairing {
        try await self.pairing(id: pairing.id)
    }

    /// Gets all pairings of a user: `GET users/{id}/pairings`.
    ///
    /// ```swift
    /// let phones = try await api.pairings(userID: user.id, includingDeactivated: false)
    /// ```
    ///
    /// - Parameters:
    ///   - userID: The service's id of the user, not your name: see ``ToopherAPI/Users/get(name:)``.
    ///   - includingDeactivated: Whether to list those that can no longer authenticate too.
    /// - Throws: ``ToopherError/notFound(_:)`` when there is no such user.
    public func pairings(
        userID: String, includingDeactivated: Bool = true
    ) async throws(ToopherError) -> [Pairing] {
        let path = try "users/" + Argument.pathSegment(userID, named: "userID") + "/pairings"
        let query = includingDeactivated ? [] : [Parameter("deactivated", "0")]
        return try await endpoint.get(path, query: query).resources(Pairing.init)
    }

    /// Deactivates a pairing, so that the phone no longer answers for the user: `POST pairings/{id}`.
    ///
    /// ```swift
    /// _ = try await api.deactivatePairing(id: lostPhone.id)
    /// ```
    ///
    /// - Returns: The pairing, no longer enabled.
    /// - Throws: ``ToopherError/notFound(_:)`` when there is none.
    public func deactivatePairing(id: String) async throws(ToopherError) -> Pairing {
        let reply = try await endpoint.post(
            "pairings/" + Argument.pathSegment(id), [Parameter("deactivated", "true")])
        return try reply.resource(Pairing.init, id: id)
    }

    /// Turns a pairing of an older kind, an OATH seed, into one of a phone: `POST pairings/upgrade`.
    ///
    /// ```swift
    /// let pairing = try await api.upgradePairing(username: "jdoe", label: "my token", secret: seed)
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - label: What the phone calls it.
    ///   - secret: The OATH seed, in the spelling that the service wants; it travels in the request.
    /// - Throws: ``ToopherError/refused(_:)`` when the service does not take it.
    public func upgradePairing(
        username: String, label: String, secret: String
    ) async throws(ToopherError) -> Pairing {
        try Argument.requireText(label, named: "label")
        try Argument.requireText(secret, named: "secret")
        return try await createPairing("pairings/upgrade", [("label", label), ("secret", secret)], username, [])
    }

    private func createPairing(
        _ path: String, _ parameters: [(name: String, value: String?)], _ username: String, _ extras: [Parameter]
    ) async throws(ToopherError) -> Pairing {
        try Argument.requireText(username, named: "username")
        var form = RequestForm()
        for (name, value) in parameters { form.add(name, value) }
        form.add("user_name", username)
        try form.add(extras: extras)
        return try await endpoint.post(path, form.parameters).resource(Pairing.init)
    }
}
