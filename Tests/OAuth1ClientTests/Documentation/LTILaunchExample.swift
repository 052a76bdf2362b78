import CryptoCore
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/LTILaunch.md`.
enum LTILaunchExample {
    struct NotALaunch: Error {}

    static func run(
        _ form: [UInt8], _ secrets: [String: String], _ xml: [UInt8], _ signer: Signer, _ verifier: Verifier
    ) async throws -> (String, HTTPRequest) {
        let launch = ReceivedRequest(
            method: "POST", url: "https://tool.example.org/lti/launch",
            contentType: "application/x-www-form-urlencoded", body: form)
        let verified = try await verifier.verify(launch) { consumerKey, token in
            guard token == nil, let secret = secrets[consumerKey] else { return nil }
            return try Credentials(consumerKey: consumerKey, consumerSecret: SecretBytes(utf8: secret))
        }

        guard verified.parameters.first("lti_message_type") == "basic-lti-launch-request",
            let user = verified.parameters.first("user_id")
        else { throw NotALaunch() }

        var outcome = HTTPRequest(method: .post, scheme: "https", authority: "platform.example.edu", path: "/outcomes")
        outcome.headerFields[.contentType] = "application/xml"
        try signer.sign(&outcome, body: xml, bodyHash: .unlessForm)

        return (user, outcome)
    }
}
