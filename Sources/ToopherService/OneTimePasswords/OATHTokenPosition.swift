#if Service

internal import CryptoCore

/// How far a hard token has come, as the service knows it. It only ever moves forwards: no password is accepted twice, and
/// none from before an accepted one.
struct OATHTokenPosition: Sendable, Hashable {
    /// How many events a token may be ahead when somebody logs in.
    static let eventWindow: Int64 = 20
    /// How many time steps a token may be off, either way, when somebody logs in.
    static let stepWindow: Int64 = 2
    /// How many events are searched when a token is resynchronised.
    static let eventSearch: Int64 = 10_000
    /// How many time steps are searched, either way, when a token is resynchronised.
    static let stepSearch: Int64 = 1000
    /// The bounds of stored numbers, from which no sum overflows.
    static let bounds: ClosedRange<Int64> = -(1 << 60)...(1 << 60)

    /// The counter of the next password.
    var eventCounter: Int64 = 0
    /// How many time steps the token's clock is ahead of the service's.
    var drift: Int64 = 0
    /// The time step of the last accepted password, by the token's clock; -1 before the first.
    var lastStep: Int64 = -1

    /// Returns the position after a password; `nil` if the token does not show it near this position.
    func accepting(
        _ password: [UInt8], of settings: OATHTokenSettings, key: HMACKey, at now: Int64
    ) throws(CryptoError) -> OATHTokenPosition? {
        guard password.count == settings.digits else { return nil }
        switch settings.kind {
        case .hotp:
            return try advanced(
                past: [password], key, in: eventCounter...(eventCounter + Self.eventWindow), settings, now)
        case .totp:
            let expected = TOTP.step(at: now, period: settings.stepSize) + drift
            return try advanced(
                past: [password], key, in: steps(around: expected, Self.stepWindow), settings, now)
        }
    }

    /// Returns the position after consecutive passwords; `nil` if the token does not show them in the range that is searched.
    ///
    /// RFC 4226 section 7.4.
    func resynchronized(
        by sequence: [[UInt8]], of settings: OATHTokenSettings, key: HMACKey, at now: Int64
    ) throws(CryptoError) -> OATHTokenPosition? {
        guard sequence.count >= 2, sequence.allSatisfy({ $0.count == settings.digits }) else { return nil }
        switch settings.kind {
        case .hotp:
            return try advanced(
                past: sequence, key, in: eventCounter...(eventCounter + Self.eventSearch - 1), settings, now)
        case .totp:
            // Around the time itself: the known drift is what is in doubt.
            let expected = TOTP.step(at: now, period: settings.stepSize)
            return try advanced(
                past: sequence, key, in: steps(around: expected, Self.stepSearch), settings, now)
        }
    }

    /// Returns the steps of a window that are later than the last one; `nil` if none is.
    private func steps(around middle: Int64, _ distance: Int64) -> ClosedRange<Int64>? {
        let (first, last) = (max(0, lastStep + 1, middle - distance), middle + distance)
        return first <= last ? first...last : nil
    }

    private func advanced(
        past sequence: [[UInt8]], _ key: HMACKey, in counters: ClosedRange<Int64>?, _ settings: OATHTokenSettings,
        _ now: Int64
    ) throws(CryptoError) -> OATHTokenPosition? {
        guard let counters, let match = try PasswordWindow.firstMatch(of: sequence, in: counters, key: key) else {
            return nil
        }
        let last = match + Int64(sequence.count) - 1
        var position = self
        switch settings.kind {
        case .hotp: position.eventCounter = last + 1
        case .totp:
            position.lastStep = last
            // Of a sequence the last one was shown now.
            position.drift = last - TOTP.step(at: now, period: settings.stepSize)
        }
        return position
    }
}

#endif
