#if Service

/// A message that the operator's command sends.
struct OutgoingMessage: Sendable {
    /// What the message is for.
    enum Kind: String, Sendable {
        /// A text message with the link that pairs a phone.
        case pairing
        /// A mail with the link for a lost phone.
        case reset
    }

    var kind: Kind
    /// A telephone number in international form, or a mail address.
    var recipient: String
    var requester: String
    var user: String
    var link: String
    /// When the link expires, in seconds since 1970.
    var expires: Int64
}

extension OutgoingMessage: JSONConvertible {
    /// What the command reads from its standard input.
    var json: JSONFragment {
        .object([
            ("kind", .string(kind.rawValue)), ("to", .string(recipient)), ("requester", .string(requester)),
            ("user", .string(user)), ("link", .string(link)), ("expires", .integer(expires)),
            ("subject", .string(subject)), ("text", .string(text)),
        ])
    }

    /// One line.
    private var subject: String {
        switch kind {
        case .pairing: "\(requester): pair your phone"
        case .reset: "\(requester): your lost phone"
        }
    }

    private var text: String {
        switch kind {
        case .pairing: "\(requester): to approve what \(user) does, pair this phone: \(link)"
        case .reset:
            """
            Somebody who uses \(requester) as \(user) has lost a phone. If that is you, this link removes the phone and \
            pairs another one:

            \(link)

            If it is not you, do nothing: nothing changes until the page behind the link has been confirmed.
            """
        }
    }
}

#endif
