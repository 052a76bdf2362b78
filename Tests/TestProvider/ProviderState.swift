internal import Synchronization
package import TestServer

/// The state of a provider. Temporary credentials can be used once (RFC 5849 section 2.3).
package final class ProviderState: Sendable {
    private struct Temporary {
        var secret: String
        var callback: String
        /// Set when the resource owner has granted the authorization.
        var verifier: String?
    }

    private struct Content {
        var temporary: [String: Temporary] = [:]
        /// The secrets of token credentials.
        var tokens: [String: String] = [:]
        var count = 0
        var requests: [ParsedRequest] = []

        mutating func grant() -> (token: String, secret: String) {
            count += 1
            let (token, secret) = ("token=\(count)", "t0k&n=\(count)+é")
            tokens[token] = secret
            return (token, secret)
        }
    }

    private let content = Mutex(Content())

    package var requests: [ParsedRequest] { content.withLock { $0.requests } }

    func record(_ request: ParsedRequest) {
        content.withLock { $0.requests.append(request) }
    }

    /// Returns the secret of a token of either kind.
    func secret(of token: String) -> String? {
        content.withLock { $0.temporary[token]?.secret ?? $0.tokens[token] }
    }

    /// Returns whether the token was granted.
    package func isGranted(_ token: String) -> Bool { content.withLock { $0.tokens[token] != nil } }

    func startAuthorization(callback: String) -> (token: String, secret: String) {
        content.withLock {
            $0.count += 1
            let (token, secret) = ("temporary/\($0.count)", "s3cr&t=\($0.count)+é")
            $0.temporary[token] = Temporary(secret: secret, callback: callback)
            return (token, secret)
        }
    }

    /// Grants an authorization and returns its callback and verifier.
    func authorize(_ token: String) -> (callback: String, verifier: String)? {
        content.withLock {
            guard let temporary = $0.temporary[token] else { return nil }
            $0.count += 1
            let verifier = "v3r&f=\($0.count)+é"
            $0.temporary[token]?.verifier = verifier
            return (temporary.callback, verifier)
        }
    }

    func callback(of token: String) -> String? { content.withLock { $0.temporary[token]?.callback } }

    /// Returns token credentials for temporary ones and their verifier. The attempt ends the temporary credentials.
    func exchange(_ token: String, verifier: String) -> (token: String, secret: String)? {
        content.withLock {
            guard let temporary = $0.temporary.removeValue(forKey: token), temporary.verifier == verifier else {
                return nil
            }
            return $0.grant()
        }
    }

    /// Returns new token credentials.
    func grant() -> (token: String, secret: String) { content.withLock { $0.grant() } }

    /// The session handle of a token.
    package func handle(of token: String) -> String { "handle/of \(token)" }

    /// Returns token credentials in place of others, which end.
    func renew(_ token: String, handle: String) -> (token: String, secret: String)? {
        content.withLock {
            guard handle == self.handle(of: token), $0.tokens.removeValue(forKey: token) != nil else { return nil }
            return $0.grant()
        }
    }
}
