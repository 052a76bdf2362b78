import ArgumentParser
import Toopher

/// What a postback has to be about, for exit status 0.
enum ExpectedResource: String, CaseIterable, ExpressibleByArgument {
    case authentication, pairing, user, any

    /// Whether a valid postback is about such a resource, and grants what it is for.
    func isGranted(by postback: Postback) -> Bool {
        switch (self, postback) {
        case (.authentication, _): postback.isGranted
        case (.pairing, .pairing(let pairing)): pairing.isEnabled
        case (.user, .user), (.any, _): true
        case (.pairing, _), (.user, _): false
        }
    }

    /// Whether the fields of a valid postback of version 1, which need not name the kind of resource, do so.
    func isGranted(by fields: ValidatedFields) -> Bool {
        guard fields.refusal == nil else { return false }
        return switch self {
        case .authentication: fields.isGranted
        case .pairing:
            fields["granted"] == nil && Self.isTrue(fields["enabled"]) && !Self.isTrue(fields["pending"])
        case .user: fields["granted"] == nil && fields["pending"] == nil
        case .any: true
        }
    }

    private static func isTrue(_ value: String?) -> Bool { value == "true" || value == "True" }
}
