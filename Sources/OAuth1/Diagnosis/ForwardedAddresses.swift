internal import WebSyntax

/// The other addresses of a server that the header fields of a request name, to be tried as what was signed.
///
/// Nothing is trusted: an address that was not signed does not give the signature.
struct ForwardedAddresses {
    /// The most addresses to try.
    private static let mostAddresses = 64

    private var schemes: [[UInt8]] = []
    private var authorities: [[UInt8]] = []
    private var ports: [[UInt8]] = []
    private var prefixes: [[UInt8]] = []
    private var paths: [[UInt8]] = []

    init(_ headers: [(name: String, value: String)]) {
        for (name, value) in headers {
            let values = Array(value.utf8).split(separator: UInt8(ascii: ",")).map { Array($0).trimmed }
            switch name.lowercased() {
            case "host", "x-forwarded-host", "x-forwarded-server", "x-original-host": authorities += values
            case "x-forwarded-proto", "x-forwarded-scheme", "x-scheme": schemes += values
            case "x-forwarded-port": ports += values
            case "x-forwarded-prefix", "x-script-name": prefixes += values
            case "x-original-url", "x-original-uri", "x-rewrite-url", "x-forwarded-uri", "x-envoy-original-path":
                paths.append(Array(Array(value.utf8).trimmed.prefix { $0 != UInt8(ascii: "?") }))
            case "forwarded":
                for element in (try? ForwardedElement.parse(value)) ?? [] {
                    if let host = element.host { authorities.append(Array(host.utf8)) }
                    if let proto = element.proto { schemes.append(Array(proto.utf8)) }
                }
            default: break
            }
        }
    }

    /// Returns the request with each combination of scheme, host, port and path, but for its own.
    func variants(of request: SignedRequest) -> [SignedRequest] {
        guard !(schemes + authorities + ports + prefixes + paths).isEmpty else { return [] }
        var variants: [SignedRequest] = []
        let own = [request.scheme, request.host, request.port, request.path]
        let authorities = [URIAddress(request)] + authorities.map { URIAddress(authority: $0[...]) }
        for scheme in [request.scheme] + schemes.map({ $0.map(\.asciiLowercased) }) {
            for authority in authorities {
                for port in [authority.port] + ports + [[]] {
                    for path in [request.path] + prefixes.map({ $0 + request.path }) + paths {
                        let isDefault = port.elementsEqual((scheme == Array("https".utf8) ? "443" : "80").utf8)
                        let port = isDefault ? [] : port
                        guard [scheme, authority.host, port, path] != own else { continue }
                        guard variants.count < Self.mostAddresses else { return variants }
                        variants.append(
                            request.changed {
                                ($0.scheme, $0.host, $0.port, $0.path) = (scheme, authority.host, port, path)
                            })
                    }
                }
            }
        }
        return variants
    }
}

extension URIAddress {
    /// Creates the address of a request.
    fileprivate init(_ request: SignedRequest) {
        self.init(authority: [])
        (host, port) = (request.host, request.port)
    }
}
