import CurlTransport
import Toopher

/// A log-in that was written for a library of the original service.
struct MigratedLogIn: Sendable {
    let api: ToopherAPI

    init(key: String, secret: String, baseURL: String) throws {
        api = try ToopherAPI(key: key, secret: secret, baseURL: baseURL, transport: CurlTransport())
    }
}
