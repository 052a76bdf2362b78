#if Service

/// A pairing that waits for a phone to take it, and the link that lets one.
struct PairingInvitation: Sendable, Hashable {
    var pairing: Pairing
    /// The secret part of ``link``.
    var token: String
    /// What the QR code holds: for the phone's camera, an app or a browser.
    var link: String

    /// Creates the invitation to a pairing.
    ///
    /// - Parameter base: The base URL of the service, without a slash at its end and without `/v1`.
    init(_ pairing: Pairing, token: String, base: String) {
        self.pairing = pairing
        self.token = token
        link = base + "/pair/" + token
    }
}

#endif
