public import OAuth1

extension ToopherAPI {
    /// The QR code of a pairing that was started with one: `GET qr/pairings/{id}`.
    ///
    /// Whoever scans it pairs their phone with the user, so show it to nobody else, and let nothing cache it.
    ///
    /// ```swift
    /// let image = try await api.qrCodeImage(pairingID: pairing.id)
    /// respond(contentType: "image/png", image.bytes)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``; ``ToopherError/undecodableResponse(_:)`` when what came is no PNG image.
    public func qrCodeImage(pairingID: String) async throws(ToopherError) -> PNGImage {
        let path = try "qr/pairings/" + Argument.pathSegment(pairingID, named: "pairingID")
        return try await endpoint.get(path, accept: "image/png").image()
    }

    /// Makes a link with which the user replaces a lost phone: `POST pairings/{id}/generate_reset_link`.
    ///
    /// Whoever has the link can replace the phone: send it only where the user alone reads it.
    ///
    /// ```swift
    /// let link = try await api.resetLink(
    ///     pairingID: pairing.id, securityQuestion: "First pet?", securityAnswer: "Rex")
    /// ```
    ///
    /// - Parameters:
    ///   - pairingID: The id of the pairing.
    ///   - securityQuestion: A question that the page behind the link asks first.
    ///   - securityAnswer: Its answer; goes with the question.
    /// - Returns: An `http` or `https` address.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)`` for a question without an answer or the other way round;
    ///   ``ToopherError/notFound(_:)``.
    public func resetLink(
        pairingID: String, securityQuestion: String? = nil, securityAnswer: String? = nil
    ) async throws(ToopherError) -> String {
        guard (securityQuestion ?? "").isEmpty == (securityAnswer ?? "").isEmpty else {
            throw .invalidArgument(name: "securityAnswer", reason: "a question and its answer go together")
        }
        var form = RequestForm()
        form.add("security_question", securityQuestion)
        form.add("security_answer", securityAnswer)
        let reply = try await endpoint.post(
            "pairings/" + Argument.pathSegment(pairingID, named: "pairingID") + "/generate_reset_link", form.parameters)
        let link = try reply.object().raw["url"]?.stringValue ?? ""
        guard link.hasPrefix("https://") || link.hasPrefix("http://") else {
            throw reply.failure(.malformedField("url"))
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
    ///   - address: The user's e-mail address, from your records and not from whoever asks.
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
