internal import CryptoCore

/// What a ``CredentialLookup`` found for one request, in memory of the verifying thread.
///
/// Either credentials, to which every thread that uses them counts a reference, or a copy of their keyed states, which no
/// other thread touches. The copy is wiped when the request was verified.
public struct FoundCredentials: ~Copyable {
    /// The keyed states, if ``copiedMethod`` is not `nil`.
    var states = HMACStates()
    /// The method of the keyed states that were copied.
    private(set) var copiedMethod: SignatureMethod?
    private var credentials: Credentials?

    /// Nothing found.
    init() {}

    /// The method of what was found; `nil` if nothing was.
    @inline(__always)
    var method: SignatureMethod? { copiedMethod ?? credentials?.storage.method }

    /// Replaces what was found.
    ///
    /// - Parameter credentials: The credentials; `nil` if the consumer is unknown, or the token is not the consumer's.
    public mutating func set(_ credentials: Credentials?) {
        clear()
        self.credentials = credentials
    }

    /// Replaces what was found with keyed states, whose words the caller writes next.
    @inline(__always)
    mutating func beginStates(_ method: SignatureMethod) {
        copiedMethod = method
        states.begin(method.hash)
    }

    /// Replaces what was found with the keyed states of credentials, or with nothing if they have none that can be copied.
    mutating func copyStates(of credentials: Credentials) {
        clear()
        guard case .hmac(let key) = credentials.storage.key, key.copyStates(into: &states) else { return }
        copiedMethod = credentials.storage.method
    }

    /// Removes what was found, and wipes keyed states.
    @inline(__always)
    mutating func clear() {
        if copiedMethod != nil {
            states.wipe()
            copiedMethod = nil
        }
        if credentials != nil { credentials = nil }
    }

    /// Whether `signature` is the signature of `baseString` with what was found, compared in constant time.
    @inline(__always)
    func isValid(
        _ signature: Span<UInt8>, for baseString: Span<UInt8>, using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) -> Bool {
        if copiedMethod != nil { return try states.isValid(signature, for: baseString) }
        return try credentials?.storage.key.isValid(signature, for: baseString, using: workspace) ?? false
    }

    /// Whether a request with or without TLS may be signed with what was found.
    ///
    /// RFC 5849 section 3.4.4.
    @inline(__always)
    func isAllowed(overTLS isTLS: Bool) -> Bool {
        copiedMethod != nil || credentials?.storage.key.isAllowed(overTLS: isTLS) == true
    }
}
