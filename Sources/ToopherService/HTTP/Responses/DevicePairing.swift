#if Service

/// A pairing as its phone lists it.
struct DevicePairing: JSONConvertible, Sendable {
    let pairing: Pairing

    init(_ pairing: Pairing) {
        self.pairing = pairing
    }

    var json: JSONFragment {
        .object([
            ("id", .string(pairing.id)),
            ("requester", Representation.Named(id: pairing.requesterID, name: pairing.requesterName).json),
            ("user", Representation.Named(id: pairing.user.id, name: pairing.user.name).json),
            ("created", .integer(pairing.created)),
        ])
    }
}

#endif
