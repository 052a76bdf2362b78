import ArgumentParser
import WebSyntax

/// How the verifier gets from the server to this command: the value of `--callback`.
enum CallbackArgument: Equatable {
    /// The server shows a code, and the person types it in.
    case outOfBand
    /// The browser calls this command, at a port and a path that are chosen at random.
    case loopback
    /// The browser calls this command at a URL that is registered with the server.
    case registeredLoopback(HTTPURL)
    /// The browser ends at a URL of somebody else, and the person copies the address.
    case elsewhere(String)
}

extension CallbackArgument: ExpressibleByArgument {
    init?(argument: String) {
        switch argument {
        case "oob": self = .outOfBand
        case "loopback": self = .loopback
        default:
            guard let url = try? HTTPURL(argument) else {
                self = .elsewhere(argument)
                return
            }
            let isLoopback = url.scheme == .http && ["127.0.0.1", "localhost"].contains(url.authority.host)
            self = isLoopback && url.query == nil ? .registeredLoopback(url) : .elsewhere(argument)
        }
    }
}
