import OAuth1Client

/// Where a command gets the verifier from, once the person has decided.
enum VerifierSource {
    /// The person types it in.
    case typed
    /// The browser brings it.
    case listener(CallbackListener, timeout: Duration)
    /// The person copies the address where the browser ended.
    case pasted(callback: String)

    init(_ argument: CallbackArgument, timeout: Duration) throws {
        self =
            switch argument {
            case .outOfBand: .typed
            case .loopback: .listener(try CallbackListener(), timeout: timeout)
            case .registeredLoopback(let url): .listener(try CallbackListener(url), timeout: timeout)
            case .elsewhere(let url): .pasted(callback: url)
            }
    }

    /// The callback to request.
    var callback: Callback {
        switch self {
        case .typed: .outOfBand
        case .listener(let listener, _): .url(listener.url)
        case .pasted(let url): .url(url)
        }
    }

    /// Tells the person what to do, and returns the verifier.
    func verifier(for credentials: TemporaryCredentials, at address: String) async throws -> String {
        StandardError.print("Open this address in a browser, and grant access:\n\n  \(address)\n")
        switch self {
        case .typed:
            return try Self.ask("Then type in the code that the page shows, and press Enter:")
        case .pasted:
            let url = try Self.ask("Then copy the address where the browser ended, and press Enter:")
            return try credentials.verifier(inCallbackURL: url)
        case .listener(let listener, let timeout):
            StandardError.print("Waiting for the browser at \(listener.url.prefix { $0 != "?" })")
            return try await Self.wait(listener, timeout, credentials)
        }
    }

    private static func wait(
        _ listener: CallbackListener, _ timeout: Duration, _ credentials: TemporaryCredentials
    ) async throws -> String {
        let decision = try await listener.wait(timeout: timeout) { query in
            do throws(AuthorizationError) {
                return .verifier(try credentials.verifier(inCallbackQuery: query))
            } catch {
                switch error {
                case .invalidCallback, .callbackForOtherCredentials: return .ignored
                default: return .failed(error)
                }
            }
        }
        switch decision {
        case .verifier(let verifier): return verifier
        case .failed(let error): throw error
        case .ignored, nil:
            StandardError.print("the browser did not come back in time: begin again, or raise --timeout")
            throw ExitStatus.timedOut
        }
    }

    private static func ask(_ question: String) throws -> String {
        StandardError.print(question)
        var reader = LineReader(limit: 8192)
        guard case .text(let line)? = try reader.next(beforeWaiting: {}) else {
            throw CommandError("nothing was typed in: begin again")
        }
        let text = String(decoding: line, as: UTF8.self)
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
