public import OAuth1
internal import WebSyntax

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
    /// - Throws: ``ToopherError/refused(_:)`` with code 400 if no phone offers the phrase.
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
    ///   - phoneCountry: The country calling code; `nil` for the service's default.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The pairing, pending until the user approves it by message.
    /// - Throws: ``ToopherError/refused(_:)`` with status 409 if the number has opted out of messages.
    public func pair(
        username: String, phoneNumber: String, phoneCountry: String? = nil, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        try Argument.requireText(phoneNumber, named: "phoneNumber")
        return try await createPairing(
            "pairings/create/sms", [("phone_number", phoneNumber), ("phone_country", phoneCountry)], username, extras)
    }

    /// Creates a pairing that the user's phone joins by scanning a QR code: `POST pairings/create/qr`.
    ///
    /// ```swift
    /// let pairing = try await api.pairWithQRCode(username: "jdoe")
    /// let image = try await api.fetchQRCodeImage(pairingID: pairing.id)  // show it to this user only
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The pairing, pending until the user has scanned the code and approved it.
    /// - Throws: ``ToopherError/refused(_:)`` if the service does not support QR codes.
    public func pairWithQRCode(
        username: String, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        try await createPairing("pairings/create/qr", [], username, extras)
    }

    /// Pairs by a text of unknown kind, as the reference libraries' `pair` does: a text with a digit is a phone number,
    /// any other text a phrase, and an empty text asks for a QR code.
    ///
    /// ```swift
    /// let pairing = try await api.pair(username: "jdoe", phraseOrNumber: typed)
    /// ```
    ///
    /// This is a guess: a phrase must not contain a digit. If you know the kind, call
    /// ``pair(username:phrase:extras:)``, ``pair(username:phoneNumber:phoneCountry:extras:)`` or
    /// ``pairWithQRCode(username:extras:)``.
    ///
    /// - Throws: The errors of these three methods.
    public func pair(
        username: String, phraseOrNumber text: String, extras: [Parameter] = []
    ) async throws(ToopherError) -> Pairing {
        if text.isEmpty { return try await pairWithQRCode(username: username, extras: extras) }
        if text.utf8.contains(where: \.isASCIIDigit) {
            return try await pair(username: username, phoneNumber: text, extras: extras)
        }
        return try await pair(username: username, phrase: text, extras: extras)
    }

    /// Fetches a pairing by its id: `GET pairings/{id}`.
    ///
    /// ```swift
    /// let pairing = try await api.fetchPairing(id: storedID)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``.
    public func fetchPairing(id: String) async throws(ToopherError) -> Pairing {
        let response = try await endpoint.get("pairings/" + Argument.pathSegment(id))
        return try response.resource(Pairing.init, id: id)
    }

    /// Fetches the current state of a pairing: `GET pairings/{id}`.
    ///
    /// To wait for the user's approval, call ``waitForApproval(of:timeout:schedule:clock:)``.
    ///
    /// ```swift
    /// if try await api.refresh(pairing).isEnabled { welcome() }
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``.
    public func refresh(_ pairing: Pairing) async throws(ToopherError) -> Pairing {
        try await fetchPairing(id: pairing.id)
    }

    /// Fetches all pairings of a user: `GET users/{id}/pairings`.
    ///
    /// ```swift
    /// let phones = try await api.fetchPairings(userID: user.id, includingDeactivated: false)
    /// ```
    ///
    /// - Parameters:
    ///   - userID: The service's id of the user, not your name: see ``ToopherAPI/Users/fetch(name:)``.
    ///   - includingDeactivated: Whether to include pairings that can no longer authenticate.
    /// - Throws: ``ToopherError/notFound(_:)``.
    public func fetchPairings(
        userID: String, includingDeactivated: Bool = true
    ) async throws(ToopherError) -> [Pairing] {
        let path = try "users/" + Argument.pathSegment(userID, named: "userID") + "/pairings"
        let query = includingDeactivated ? [] : [Parameter("deactivated", "0")]
        return try await endpoint.get(path, query: query).resources(Pairing.init)
    }

    /// Deactivates a pairing, so that it can no longer authenticate: `POST pairings/{id}`.
    ///
    /// ```swift
    /// _ = try await api.deactivatePairing(id: lostPhone.id)
    /// ```
    ///
    /// - Returns: The pairing, no longer enabled.
    /// - Throws: ``ToopherError/notFound(_:)``.
    public func deactivatePairing(id: String) async throws(ToopherError) -> Pairing {
        let response = try await endpoint.post(
            "pairings/" + Argument.pathSegment(id), [Parameter("deactivated", "true")])
        return try response.resource(Pairing.init, id: id)
    }

    /// Sends `POST pairings/upgrade`, a call of one experimental branch of the original Python library.
    ///
    /// What it did with the seed is not known, and the service of this package has no such route. Associate a hard token
    /// with the seed in its place: ``oathValidators``.
    ///
    /// ```swift
    /// let pairing = try await api.upgradePairing(username: "jdoe", label: "my token", secret: seed)
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - label: The label that the phone shows.
    ///   - secret: The OATH seed, encoded as the service requires. It is sent in the request.
    /// - Throws: ``ToopherError/notFound(_:)`` from a service of this package; ``ToopherError/refused(_:)``.
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
