public import OAuth1

extension ToopherAPI {
    /// Fetches the QR code of a pairing that was created with one: `GET qr/pairings/{id}`.
    ///
    /// Whoever scans it pairs their phone with the user: show it to this user only, and do not cache it.
    ///
    /// ```swift
    /// let image = try await api.fetchQRCodeImage(pairingID: pairing.id)
    /// respond(contentType: "image/png", image.bytes)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``; ``ToopherError/undecodableResponse(_:)`` if the response is not a PNG
    ///   image.
    public func fetchQRCodeImage(pairingID: String) async throws(ToopherError) -> PNGImage {
        let path = try "qr/pairings/" + Argument.pathSegment(pairingID, named: "pairingID")
        return try await endpoint.get(path, accept: "image/png").image()
    }

    /// Generates a link with which the user replaces a lost phone: `POST pairings/{id}/generate_reset_link`.
    ///
    /// Whoever has the link can replace the phone: send it only where this user alone reads it.
    ///
    /// ```swift
    /// let link = try await api.generateResetLink(
    ///     pairingID: pairing.id, securityQuestion: "First pet?", securityAnswer: "Rex")
    /// ```
    ///
    /// - Parameters:
    ///   - pairingID: The id of the pairing.
    ///   - securityQuestion: A question that the linked page asks first.
    ///   - securityAnswer: The answer to the question.
    /// - Returns: An `http` or `https` URL.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` for a question without an answer or an answer without a
    ///   question; ``ToopherError/notFound(_:)``.
    public func generateResetLink(
        pairingID: String, securityQuestion: String? = nil, securityAnswer: String? = nil
    ) async throws(ToopherError) -> String {
        guard (securityQuestion ?? "").isEmpty == (securityAnswer ?? "").isEmpty else {
            throw .invalidArgument(name: "securityAnswer", reason: "question and answer belong together")
        }
        var form = RequestForm()
        form.add("security_question", securityQuestion)
        form.add("security_answer", securityAnswer)
        let response = try await endpoint.post(
            "pairings/" + Argument.pathSegment(pairingID, named: "pairingID") + "/generate_reset_link", form.parameters)
        let link = try response.object().raw["url"]?.stringValue ?? ""
        guard link.hasPrefix("https://") || link.hasPrefix("http://") else {
            throw response.failure(.malformedField("url"))
        }
        return link
    }

    /// Has the service send a link with which the user replaces a lost phone: `POST pairings/{id}/send_reset_link`.
    ///
    /// ```swift
    /// try await api.emailResetLink(pairingID: pairing.id, to: "jdoe@example.org")
    /// ```
    ///
    /// - Parameters:
    ///   - pairingID: The id of the pairing.
    ///   - address: The user's e-mail address from your records, not from a form.
    ///   - extras: Further parameters, sent as they are.
    /// - Throws: ``ToopherError/notFound(_:)``.
    public func emailResetLink(
        pairingID: String, to address: String, extras: [Parameter] = []
    ) async throws(ToopherError) {
        try Argument.requireText(address, named: "address")
        var form = RequestForm()
        form.add("reset_email", address)
        try form.add(extras: extras)
        let path = try "pairings/" + Argument.pathSegment(pairingID, named: "pairingID") + "/send_reset_link"
        try await endpoint.post(path, form.parameters).acknowledge()
    }
}
