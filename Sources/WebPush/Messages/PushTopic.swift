internal import CryptoCore
internal import WebSyntax

/// The name that a message shares with those that it replaces. The push service sees it.
///
/// RFC 8030 section 5.4.
package struct PushTopic: Sendable, Hashable {
    /// At most 32 characters of base64url, without the underscore, which not every push service accepts.
    package let text: String

    /// Creates a topic; `nil` if `text` is not one.
    package init?(_ text: String) {
        guard (1...32).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.text = text
    }

    /// Creates the topic of what has `identifier`, which the push service does not learn.
    package init(for identifier: String) throws(WebPushError) {
        let digest = try WebPushError.wrapping { () throws(CryptoError) in
            try Digest.sha256(Array(identifier.utf8))
        }
        text = Base32.encode(Array(digest.prefix(20)))
    }
}
