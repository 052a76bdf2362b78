internal import WebSyntax

/// How the operator of a push service reaches the operator of this server.
///
/// Push services refuse every message with a contact that they do not accept, so one is checked before it is used: Apple's
/// refuses hosts that are not public and a space after the colon.
///
/// RFC 8292 section 2.1.
package struct VAPIDContact: Sendable, Hashable {
    /// The contact as it was spelled: `mailto:push@example.com` or `https://example.com/contact`.
    package let text: String

    /// Creates a contact from its URL.
    ///
    /// - Throws: ``WebPushError/invalidContact(_:)``.
    package init(_ text: String) throws(WebPushError) {
        guard text.utf8.count <= 255 else { throw .invalidContact("it is longer than 255 bytes") }
        guard text.utf8.allSatisfy({ $0.isURLPathOrQuery || "%".utf8.contains($0) }) else {
            throw .invalidContact("it has a space, or another character that no URL has")
        }
        let host =
            if text.hasPrefix("mailto:") {
                try Self.host(ofMail: text.dropFirst("mailto:".utf8.count))
            } else if let url = try? HTTPURL(text), url.scheme == .https {
                url.authority.host
            } else {
                throw WebPushError.invalidContact("it is neither mailto:name@host nor an https URL")
            }
        guard Self.isPublicName(host) else {
            throw .invalidContact("its host is not one of the public Internet, as push services require")
        }
        self.text = text
    }

    private static func host(ofMail address: Substring) throws(WebPushError) -> String {
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy({ !"?&,;:/".utf8.contains($0) }),
            let authority = HTTPAuthority(Substring(parts[1])), authority.port == nil
        else { throw .invalidContact("it is not mailto: and one address") }
        return authority.host
    }

    /// Returns whether a host is a name of several labels, which RFC 6761 and RFC 6762 do not reserve.
    private static func isPublicName(_ host: String) -> Bool {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count > 1, labels.allSatisfy({ !$0.isEmpty }), let top = labels.last else { return false }
        let reserved = ["localhost", "local", "localdomain", "invalid", "test", "internal"]
        return top.contains { $0.isASCIILetter } && !reserved.contains(String(decoding: top, as: UTF8.self))
            && !host.hasPrefix("[")
    }
}
