import ArgumentParser
import CryptoCore
import CurlTransport
import HTTPExchange
import Toopher

/// The credentials of the requester, and the service.
struct RequesterOptions: ParsableArguments {
    @Option(help: "The consumer key; else TOOPHER_CONSUMER_KEY.")
    var key: String?

    @Option(
        help: """
            The base URL of the service, such as https://auth.example.org/v1/; else TOOPHER_BASE_URL. There is no \
            default: responses are not signed, so the owner of that host decides who is let in.
            """)
    var baseURL: String?

    /// The consumer key.
    func consumerKey() throws -> String {
        guard let key = key ?? Environment.value("TOOPHER_CONSUMER_KEY") else {
            throw CommandError("no consumer key: set TOOPHER_CONSUMER_KEY or give --key")
        }
        return key
    }

    /// The consumer secret: only from the environment, since process lists show arguments.
    func consumerSecret() throws -> SecretBytes {
        guard let secret = Environment.value("TOOPHER_CONSUMER_SECRET") else {
            throw CommandError("no consumer secret: set TOOPHER_CONSUMER_SECRET")
        }
        return SecretBytes(utf8: secret)
    }

    /// The base URL of the service.
    func serviceURL() throws -> String {
        guard let baseURL = baseURL ?? Environment.value("TOOPHER_BASE_URL") else {
            throw CommandError(
                "no base URL: set TOOPHER_BASE_URL or give --base-url, such as https://auth.example.org/v1/")
        }
        return baseURL
    }

    /// The API client for these options.
    func api(transport: any HTTPTransport) throws -> ToopherAPI {
        try ToopherAPI(key: consumerKey(), secret: consumerSecret(), baseURL: serviceURL(), transport: transport)
    }
}
