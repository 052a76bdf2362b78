#if Service

/// What the clients of the Auth API are told of an authentication request.
struct AuthAPIAnswer: Sendable, Hashable {
    /// `waiting`, `allow` or `deny`.
    var result: String
    /// One of the words that programs know.
    var status: String
    /// What a person is told.
    var text: String

    /// Whether it is an answer that nothing changes.
    var isFinal: Bool { result != "waiting" }

    /// Creates the answer to who must not be let in.
    init(denied text: String) {
        (result, status) = ("deny", "deny")
        self.text = text
    }

    /// Creates the answer of a request at a time.
    init(_ request: AuthenticationRequest, at now: Int64) {
        let current = request.status(at: now)
        text = current.reason
        result = current.isPending ? "waiting" : current.isGranted ? "allow" : "deny"
        switch request.state {
        case .pending where now >= request.expires: status = "timeout"
        case .pending:
            status = "pushed"
            text = Self.prompt(request, at: now)
        case .granted, .passwordAccepted, .automaticallyGranted: status = "allow"
        case .expired, .cancelled: status = "timeout"
        case .notMe: status = "fraud"
        case .denied, .wrongNumber, .superseded, .withdrawn, .passwordRefused, .automaticallyDenied: status = "deny"
        }
    }

    private static func prompt(_ request: AuthenticationRequest, at now: Int64) -> String {
        if request.shownFrom >= request.expires { return "The phone cannot be asked: type a passcode instead" }
        if request.shownFrom > now { return "The phone will be asked in a moment; a passcode is accepted at once" }
        if let number = request.matchNumber { return "Enter the number \(number) on the phone to approve" }
        return "Waiting for the phone"
    }

    /// The members of the second version.
    var members: [(name: String, value: JSONFragment?)] {
        [("result", .string(result)), ("status", .string(status)), ("status_msg", .string(text))]
    }
}

#endif
