/// The site that credentials belong to: where the phone's app is served from.
///
/// WebAuthn Level 2 section 4.
public struct RelyingParty: Sendable, Hashable {
    /// The origin that browsers write into what is signed: scheme, host and, unless it is the scheme's own, port.
    public let origin: String

    /// The host, to which authenticators bind a credential.
    public let id: String

    /// Creates the relying party of a URL: `https://auth.example.org/v1/` has the origin `https://auth.example.org`.
    ///
    /// Browsers offer credentials to names only; a program may use an IP address, too.
    ///
    /// - Parameter url: An absolute `http` or `https` URL, spelled as browsers spell it: in lower case, without user
    ///   information. Others have no relying party.
    public init?(url: String) {
        guard let schemeEnd = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<schemeEnd.lowerBound]
        guard scheme == "https" || scheme == "http" else { return nil }
        let authority = url[schemeEnd.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // The colons of an IPv6 address are between brackets.
        let hostEnd = authority.firstIndex(of: "]").map(authority.index(after:)) ?? authority.firstIndex(of: ":")
        let host = authority[..<(hostEnd ?? authority.endIndex)]
        guard (1...255).contains(host.utf8.count), host.utf8.allSatisfy(Self.isHostByte) else { return nil }
        id = String(host)
        let rest = authority[host.endIndex...]
        guard rest.first != nil else {
            origin = "\(scheme)://\(host)"
            return
        }
        let digits = rest.dropFirst()
        guard rest.first == ":", let port = UInt16(digits), port > 0, digits == "\(port)" else { return nil }
        let isDefault = port == (scheme == "https" ? 443 : 80)
        origin = isDefault ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// Whether browsers write a byte of a host as it is, and JSON too.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
