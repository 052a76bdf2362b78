internal import WebSyntax

/// Mistakes in the base string URI.
extension SignatureTransformation {
    static let uri = [
        SignatureTransformation(
            .otherScheme, "other_scheme", .head,
            """
            the other scheme of http and https was signed: behind a proxy that ends TLS, verify the URL that the client \
            called (3.4.1.2)
            """
        ) { request in
            [request.changed { $0.scheme = Array(($0.scheme == Array("https".utf8) ? "http" : "https").utf8) }]
        },
        SignatureTransformation(
            .otherHostName, "other_host_name", .head,
            """
            the host was signed with www. and called without it, or the reverse: sign the host that the request is sent \
            to, also after a redirect (3.4.1.2)
            """
        ) { request in
            let www = Array("www.".utf8)
            return [
                request.changed { $0.host = $0.host.starts(with: www) ? Array($0.host.dropFirst(4)) : www + $0.host }
            ]
        },
        SignatureTransformation(
            .hostInUpperCase, "host_in_upper_case", .head,
            "the client signed the host as it was written: turn it into lower case (3.4.1.2)"
        ) { request in
            let host = request.context.writtenHost
            return host == request.host ? [] : [request.changed { $0.host = host }]
        },
        SignatureTransformation(
            .defaultPortSigned, "default_port_signed", .head,
            "the client signed the port, but 80 for http and 443 for https are left out (3.4.1.2)"
        ) { request in
            guard request.port.isEmpty else { return [] }
            let isTLS = request.scheme == Array("https".utf8)
            return (isTLS ? ["443", "80"] : ["80", "443"]).map { (port: String) in
                request.changed { $0.port = Array(port.utf8) }
            }
        },
        SignatureTransformation(
            .portLeftOut, "port_left_out", .head,
            "the client left the port out, but only 80 for http and 443 for https are: sign it (3.4.1.2)"
        ) { request in request.port.isEmpty ? [] : [request.changed { $0.port = [] }] },
        SignatureTransformation(
            .pathInOtherCase, "path_in_other_case", .head,
            "the path was signed in other case than it was sent: sign it as it is sent (3.4.1.2)"
        ) { request in
            request.withPaths([
                request.path.map(\.asciiLowercased), request.path.map(\.asciiUppercased),
                PercentEncoding.withDigits(request.path, areUpperCase: false),
                PercentEncoding.withDigits(request.path, areUpperCase: true),
            ])
        },
        SignatureTransformation(
            .slashAdded, "slash_added", .head,
            "a slash was signed at the end of the path that the URL does not have: sign the path as it is sent (3.4.1.2)"
        ) { request in request.withPaths([request.path + SignedPath.slash]) },
        SignatureTransformation(
            .slashLeftOut, "slash_left_out", .head,
            "the slash at the end of the path was not signed: sign the path as it is sent (3.4.1.2)"
        ) { request in
            request.path.last == UInt8(ascii: "/") ? request.withPaths([Array(request.path.dropLast())]) : []
        },
        SignatureTransformation(
            .slashesMerged, "slashes_merged", .head,
            "the client signed several slashes of the path as one: sign the path as it is sent (3.4.1.2)"
        ) { request in request.withPaths([SignedPath.mergingSlashes(request.path)]) },
        SignatureTransformation(
            .slashDoubled, "slash_doubled", .head,
            """
            the client signed two slashes where the path has one: a proxy merged them, or the client joined a base URL \
            with a slash too many (3.4.1.2)
            """
        ) { request in request.withPaths(SignedPath.doublingSlashes(request.path)) },
        SignatureTransformation(
            .dotSegmentsRemoved, "dot_segments_removed", .head,
            """
            the path was signed without its segments . and ..: sign it as it is sent, or resolve it before it is sent \
            (3.4.1.2)
            """
        ) { request in request.withPaths([SignedPath.removingDotSegments(request.path)]) },
        SignatureTransformation(
            .pathDecoded, "path_decoded", .head,
            "the path was decoded before it was signed: sign it as it is sent (3.4.1.2)"
        ) { request in
            request.withPaths([
                PercentEncoding.decode(request.path[...]) ?? request.path, SignedPath.decodingUnreserved(request.path),
            ])
        },
        SignatureTransformation(
            .pathEncodedTwice, "path_encoded_twice", .head,
            "the path was percent-encoded once more before it was signed: sign it as it is sent (3.4.1.2)"
        ) { request in
            request.withPaths([
                EncodingFlaw.encodedTwice.applied(to: request.path) ?? request.path, SignedPath.encoding(request.path),
            ])
        },
        SignatureTransformation(
            .queryInURI, "query_in_uri", .head,
            "the client signed the query as part of the URI: only its parameters are signed (3.4.1.2)"
        ) { request in
            let query = request.context.query
            return query.isEmpty ? [] : [request.changed { $0.path += Array("?".utf8) + query }]
        },
        SignatureTransformation(
            .proxyAddress, "proxy_address", .head,
            """
            the client signed the address on the other side of a proxy, which a forwarding field names: verify the URL \
            that the client called, see TrustedProxies (3.4.1.2)
            """
        ) { request in ForwardedAddresses(request.context.headers).variants(of: request) },
    ]
}

extension SignedRequest {
    /// Returns the request with each of the paths that differs from its own.
    fileprivate func withPaths(_ paths: [[UInt8]]) -> [SignedRequest] {
        paths.filter { $0 != path }.map { path in changed { $0.path = path } }
    }
}
