import CurlTransport
import Toopher

/// The phone as a second factor.
struct SecondFactor: Sendable {
    let api: ToopherAPI

    init(key: String, secret: String, baseURL: String) throws {
        api = try ToopherAPI(key: key, secret: secret, baseURL: baseURL, transport: CurlTransport())
    }
}
