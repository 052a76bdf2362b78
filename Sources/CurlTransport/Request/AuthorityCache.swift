internal import HTTPExchange
internal import Platform

/// The authority of the last request, which is mostly that of the next: parsing it costs more than comparing it.
final class AuthorityCache: Sendable {
    private let last = Lock<RequestAuthority?>(nil)

    /// Returns the authority that `text` spells.
    func authority(_ text: String) throws(TransportError) -> RequestAuthority {
        if let known = last.withLock({ $0 }), known.text == text { return known }
        let authority = try RequestAuthority(text)
        last.withLock { $0 = authority }
        return authority
    }
}
