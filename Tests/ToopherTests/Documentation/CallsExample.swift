import OAuth1
import Toopher

/// The examples of the calls' doc comments.
extension ExampleSite {
    func pairings(_ typed: String, _ storedID: String, _ seed: String) async throws -> [Pairing] {
        var pairings: [Pairing] = []
        do {
            let pairing = try await api.pair(username: "jdoe", phrase: "awkward turtle")
            pairings.append(pairing)
        }
        do {
            let pairing = try await api.pair(username: "jdoe", phoneNumber: "555-0100", phoneCountry: "1")
            pairings.append(pairing)
        }
        do {
            let pairing = try await api.pairWithQRCode(username: "jdoe")
            let image = try await api.fetchQRCodeImage(pairingID: pairing.id)  // show it to this user only
            respond(contentType: "image/png", image.bytes)
        }
        do {
            let pairing = try await api.pair(username: "jdoe", phraseOrNumber: typed)
            pairings.append(pairing)
        }
        do {
            let pairing = try await api.fetchPairing(id: storedID)
            if try await api.refresh(pairing).isEnabled { welcome() }
        }
        do {
            let pairing = try await api.upgradePairing(username: "jdoe", label: "my token", secret: seed)
            pairings.append(pairing)
        }
        return pairings
    }

    func lostPhone(_ pairing: Pairing, _ user: User) async throws -> String {
        let phones = try await api.fetchPairings(userID: user.id, includingDeactivated: false)
        guard let lostPhone = phones.first else { return "" }
        _ = try await api.deactivatePairing(id: lostPhone.id)
        let image = try await api.fetchQRCodeImage(pairingID: pairing.id)
        respond(contentType: "image/png", image.bytes)
        let link = try await api.generateResetLink(
            pairingID: pairing.id, securityQuestion: "First pet?", securityAnswer: "Rex")
        try await api.emailResetLink(pairingID: pairing.id, to: "jdoe@example.org")
        return link
    }

    func requests(_ stored: String, _ idInSession: String, _ terminalCookie: String) async throws {
        do {
            let request = try await api.authenticate(username: "jdoe", requesterSpecifiedTerminalID: terminalCookie)
            let decided = try await api.grantWithOTP("123456", requestID: request.id)
            if decided.isGranted { letIn() }
        }
        do {
            let request = try await api.authenticate(pairingIDOrUsername: stored, terminalName: "my computer")
            try await api.cancelAuthenticationRequest(id: request.id)
        }
        do {
            let request = try await api.fetchAuthenticationRequest(id: idInSession)
            if try await api.refresh(request).isGranted { letIn() }
        }
    }

    func waiting(_ pairing: Pairing) async throws {
        switch try await api.waitForApproval(of: pairing, timeout: .seconds(120)) {
        case .enabled(let pairing): store(pairing.id)
        case .denied: sorry("You denied the pairing on your phone.")
        case .timedOut: sorry("There was no decision on your phone.")
        }
        for try await state in api.states(of: pairing, timeout: .seconds(120)) {
            show(state.isPending ? "Look at your phone." : "Thank you.")
        }
    }

    func steps(_ typed: String) async throws -> [ZeroStorageLogin.Step] {
        let terminalCookie = "cookie"
        var steps: [ZeroStorageLogin.Step] = []
        var login = ZeroStorageLogin(username: "jdoe", terminalID: terminalCookie, actionName: "Log In")
        switch try await login.begin(with: api) {
        case .needsPairingPhrase:
            let step = try await login.pair(phrase: typed, with: api)
            steps.append(step)
        case .needsTerminalName:
            let step = try await login.nameTerminal(typed, with: api)
            steps.append(step)
        case .waiting:
            let step = try await login.advance(timeout: .seconds(25), with: api)
            steps.append(step)
        case .needsOTP:
            let step = try await login.enter(otp: typed, with: api)
            steps.append(step)
        default:
            let step = try await login.begin(with: api)
            steps.append(step)
        }
        return steps
    }

    func users(_ userID: String) async throws -> [User] {
        var users: [User] = []
        do {
            let user = try await api.users.create(name: "jdoe")
            let current = try await api.users.refresh(user)
            users.append(current)
        }
        do {
            let user = try await api.users.fetch(id: userID)
            users.append(user)
        }
        do {
            let user = try await api.users.fetch(name: "jdoe")
            users += [try await disabled(user), try await enabled(user)]
        }
        try await api.users.reset(name: "jdoe")
        let codes = try await api.users.activateNextBackupCodes(name: "jdoe")
        show(codes.joined(separator: " "))
        return users
    }

    private func enabled(_ old: User) async throws -> User {
        let user = old
        do {
            let user = try await api.users.enable(id: user.id)
            return user
        }
    }

    private func disabled(_ old: User) async throws -> User {
        let user = old
        do {
            let user = try await api.users.disable(id: user.id)
            return user
        }
    }

    func terminals(_ terminalCookie: String, _ terminalID: String, _ newCookie: String) async throws -> [UserTerminal] {
        var terminals: [UserTerminal] = []
        do {
            let terminal = try await api.userTerminals.create(
                username: "jdoe", name: "my computer", requesterSpecifiedID: terminalCookie)
            let current = try await api.userTerminals.refresh(terminal)
            terminals.append(current)
        }
        do {
            let terminal = try await api.userTerminals.fetch(id: terminalID)
            do {
                let terminal = try await api.userTerminals.setRequesterSpecifiedID(newCookie, id: terminal.id)
                terminals.append(terminal)
            }
        }
        return terminals
    }

    func raw() async throws -> [JSONValue] {
        let users = try await api.raw.get("users", query: [Parameter("name", "jdoe")])
        let user = try await api.raw.post("users/create", [Parameter("name", "jdoe")])
        return [users, user]
    }

    func tokens(_ file: [UInt8], _ user: User) async throws -> [OATHValidator] {
        let tokens = try OATHToken.list(from: file, format: .safeNet)
        guard let token = tokens.first else { return [] }
        var all: [OATHValidator] = []
        do {
            let validator = try await api.oathValidators.provision(token)
            do {
                let validator = try await api.oathValidators.associate(.id(validator.id), with: .name("jdoe"))
                all.append(validator)
            }
            try await api.oathValidators.resync(.id(validator.id), with: ["755224", "287082"])
            try await api.oathValidators.dissociate(.id(validator.id), from: .name("jdoe"))
        }
        do {
            let validators = try await api.oathValidators.provision(OATHToken.list(from: file, format: .safeNet))
            all += validators
        }
        do {
            let validator = try await api.oathValidators.fetch(.requesterSpecifiedID("GALT11450647"))
            all.append(validator)
        }
        do {
            let validators = try await api.oathValidators.list(of: .name("jdoe"))
            all += validators
        }
        do {
            let validator = try await api.oathValidators.associate(token, with: .id(user.id))
            all.append(validator)
        }
        try await api.oathValidators.deactivate(.requesterSpecifiedID("GALT11450647"))
        return all
    }

    static func customFormat() -> TokenListFormat {
        var format = TokenListFormat(secretColumn: "Key", serialColumn: "SN")
        format.separator = ";"
        format.kind = .hotp
        return format
    }
}
