import OAuth1

extension ReceivedRequest {
    /// Replaces the authority of the URL with the value of the `Host` field, which is what a server verifies with.
    ///
    /// RFC 5849 section 3.4.1.2.
    ///
    /// - Parameter fields: The values of all `Host` fields.
    mutating func setHost(_ fields: [String]) throws {
        guard let host = fields.first else { return }
        guard fields.count == 1, !host.isEmpty, host.utf8.allSatisfy({ !"/?#@".utf8.contains($0) }) else {
            throw CommandError("the Host field is not one host with or without a port")
        }
        let text = url.utf8
        // A URL without an authority is refused when it is signed.
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), text[colon...].starts(with: "://".utf8) else {
            return
        }
        let start = text.index(colon, offsetBy: 3)
        let end = text[start...].firstIndex { "/?#".utf8.contains($0) } ?? text.endIndex
        url = url[..<start] + host + url[end...]
    }
}
