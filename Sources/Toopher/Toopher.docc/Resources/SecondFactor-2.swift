import CurlTransport
import Toopher

/// The phone as a second factor.
struct SecondFactor: Sendable {
    let api: ToopherAPI

    init(key: String, secret: String, baseURL: String) throws {
        api = try ToopherAPI(key: key, secret: secret, baseURL: baseURL, transport: CurlTransport())
    }

    /// Pairs a user with the phone that shows a phrase. Store the id of the pairing.
    func pair(username: String, phrase: String, showWords: (String) -> Void) async throws -> String? {
        let pairing = try await api.pair(username: username, phrase: phrase)
        showWords(pairing.raw["device_fingerprint"]?.stringValue ?? "")
        let approval = try await api.waitForApproval(of: pairing, timeout: .seconds(120))
        return approval.isEnabled ? pairing.id : nil
    }
}
