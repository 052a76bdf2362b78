import CryptoCore
import OAuth1
import Toopher

/// A log-in over RADIUS: one request that waits for the phone, or a challenge and its answer.
struct RADIUSLogin: Sendable {
    /// How users are asked.
    struct Options: Sendable {
        /// How long a user has from the first request to the decision, in seconds.
        var timeout = 60
        /// Whether the user is told something, and answers, before the wait.
        var challenges = true
        /// Whether the password of a first request is a one-time password.
        var readsPassword = false
        /// Whether requests from one place ask the phone once while it has not decided.
        var joins = false
    }

    let api: ToopherAPI
    let stateKey: HMACKey
    let options: Options
    let clock: UnixClock

    /// Asks the phone, or judges what the user has typed.
    ///
    /// - Throws: `ToopherError` if the phone could not be asked.
    func begin(_ attributes: RADIUSAttributes) async throws -> RADIUSReply {
        let password = options.readsPassword ? attributes.oneTimePassword : nil
        let expires = clock() + Int64(options.timeout)
        // Nobody's standing answer lets in.
        let request = try await api.authenticate(
            username: attributes.userName, terminalName: attributes.terminalName,
            requesterSpecifiedTerminalID: options.joins ? try Self.place(of: attributes) : nil,
            actionName: DisplayedName.printable("Log in: \(attributes.nasName)"), isAutomationAllowed: false,
            showsMatchNumber: options.challenges && password == nil, otp: password)
        if password != nil { return Self.verdict(onPasswordOf: request) }
        guard options.challenges, request.isPending else { return await decide(request, until: expires) }
        let state = try RADIUSState(requestID: request.id, expires: expires).sealed(for: attributes, key: stateKey)
        return .challenge(state: state, message: Self.question(request))
    }

    /// Judges the answer to a challenge, or waits for the phone.
    ///
    /// - Parameter state: The State of the request.
    func answer(_ attributes: RADIUSAttributes, state: [UInt8]) async throws -> RADIUSReply {
        guard let state = try RADIUSState(state, for: attributes, key: stateKey, at: clock()) else {
            return .rejected("This came too late, or belongs to another log-in. Log in again.")
        }
        do {
            if let password = attributes.oneTimePassword {
                let request = try await api.grantWithOTP(password, requestID: state.requestID)
                return Self.verdict(onPasswordOf: request)
            }
            return await decide(
                try await api.fetchAuthenticationRequest(id: state.requestID), until: state.expires)
        } catch {
            return await undecided(state.requestID, error)
        }
    }

    private func decide(_ request: AuthenticationRequest, until expires: Int64) async -> RADIUSReply {
        do {
            switch try await api.waitForDecision(on: request, timeout: .seconds(max(1, expires - clock()))) {
            case .granted: return .accepted
            case .denied: return .rejected("Denied.")
            case .needsOTP:
                return .rejected("Your phone is not asked now. Use a one-time password, or try again later.")
            case .timedOut:
                // The phone must not go on asking for what nobody waits for.
                try? await api.cancelAuthenticationRequest(id: request.id)
                return .rejected("Nobody has decided in time.")
            }
        } catch {
            return await undecided(request.id, error)
        }
    }

    private func undecided(_ requestID: String, _ error: ToopherError) async -> RADIUSReply {
        try? await api.cancelAuthenticationRequest(id: requestID)
        return .failed("The answer of your phone cannot be had now. Try again later.", reason: "\(error)")
    }

    private static func verdict(onPasswordOf request: AuthenticationRequest) -> RADIUSReply {
        request.isGranted ? .accepted : .rejected("This one-time password is wrong, or was used before.")
    }

    private static func question(_ request: AuthenticationRequest) -> String {
        if request.isOTPRequired { return "Your phone is not asked now. Type a one-time password." }
        guard let number = request.matchNumber else {
            return "Approve this on your phone, and continue with an empty answer. Or type a one-time password."
        }
        return "Enter \(number) on your phone, and continue with an empty answer. Or type a one-time password."
    }

    /// An id of the place that a user comes from; `nil` if the request does not say.
    private static func place(of attributes: RADIUSAttributes) throws -> String? {
        guard !attributes.callingStation.isEmpty else { return nil }
        let texts = [attributes.nasIdentifier, attributes.nasAddress, attributes.callingStation]
        return Hex.encode(try Digest.sha256(texts.flatMap { Array("\($0.utf8.count):\($0)".utf8) }))
    }
}
