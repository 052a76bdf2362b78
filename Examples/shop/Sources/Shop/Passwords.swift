import CryptoCore

/// The users' passwords, as keys that scrypt has derived from them.
///
/// An actor, so that one is derived at a time: each takes 32 MiB, and strangers may send as many as they like.
public actor Passwords {
    private struct Entry {
        var salt: [UInt8]
        var key: SecretBytes
    }

    /// The most wrong guesses at one user in a minute.
    private static let maximumGuesses = 5

    private var entries: [String: Entry] = [:]
    /// What the password of an unknown user is compared with, so that it takes as long.
    private let nobody: Entry
    private var guesses: [String: [ContinuousClock.Instant]] = [:]

    init() throws {
        nobody = try Self.entry(for: SecretBytes(try RandomBytes.generate(16)))
    }

    /// Gives a user a password.
    public func set(_ password: String, of user: String) throws {
        entries[user] = try Self.entry(for: SecretBytes(utf8: password))
    }

    /// Returns whether a password is a user's. Beyond some wrong ones in a minute, none is.
    func isValid(_ password: String, of user: String) throws -> Bool {
        let now = ContinuousClock.now
        let recent = guesses[user, default: []].filter { now - $0 < .seconds(60) }
        let known = entries[user]
        let entry = known ?? nobody
        let isEqual = try Self.key(for: SecretBytes(utf8: password), entry.salt).isEqual(to: entry.key)
        guard recent.count < Self.maximumGuesses else { return false }
        if isEqual, known != nil {
            guesses[user] = nil
            return true
        }
        // Only of users that there are: strangers must not fill the memory with names.
        if known != nil { guesses[user] = recent + [now] }
        return false
    }

    private static func entry(for password: SecretBytes) throws -> Entry {
        let salt = try RandomBytes.generate(16)
        return Entry(salt: salt, key: try key(for: password, salt))
    }

    private static func key(for password: SecretBytes, _ salt: [UInt8]) throws -> SecretBytes {
        try Scrypt.derive(password: password, salt: salt, cost: .interactive, count: 32)
    }
}
