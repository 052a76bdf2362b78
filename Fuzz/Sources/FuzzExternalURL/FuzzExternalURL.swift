import FuzzSupport
import OAuth1

private typealias Fields = [(name: String, value: String)]

private let forwarded = expectNoError { try TrustedProxies(["10.0.0.0/8"], setting: .forwarded) }
private let appended = expectNoError {
    try TrustedProxies(
        ["10.0.0.0/8"], setting: [.xForwardedProto, .xForwardedHost, .xForwardedPort], writing: .appending)
}

/// Forwarding fields that a client made up, which a trusted proxy adds to: they change nothing, and
/// at most make the request an error. The same text as target and as address of a network or a peer.
@c(LLVMFuzzerTestOneInput)
public func fuzzExternalURL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: unsafe fuzzerInput(start, count), as: UTF8.self)
    checkForwarded(text)
    checkAppended(text)
    checkTarget(text)
    if let proxies = try? TrustedProxies([text], setting: .forwarded), !text.utf8.contains(UInt8(ascii: "/")) {
        require(proxies.contains(text), "an address is not in its own network")
    }
    return 0
}

private func checkForwarded(_ text: String) {
    let own = [
        #"for=192.0.2.9;proto=https;host=own"#, #"for="[2001:db8::9]:80";proto=https;host="own:443""#,
        #"for=_hidden;host="own";proto=https, for="10.0.0.2";proto=http;host=inner"#,
    ]
    for own in own {
        let onOneLine = url(forwarded, [("Forwarded", text + ", " + own)])
        require(onOneLine == nil || onOneLine == "https://own/", "a client's element counts: \(onOneLine ?? "")")
        let onTwoLines = url(forwarded, [("Forwarded", text), ("Forwarded", own)])
        require(onTwoLines == nil || onTwoLines == "https://own/", "a client's field counts: \(onTwoLines ?? "")")
    }
    require(url(forwarded, [("Forwarded", text)], peer: "192.0.2.1") == "http://arrived/", "a stranger's field counts")
}

private func checkAppended(_ text: String) {
    guard text.utf8.count < 4000 else { return }
    let own: Fields = [
        ("X-Forwarded-For", "\(text), 192.0.2.9"), ("X-Forwarded-Proto", "\(text), https"),
        ("X-Forwarded-Host", "\(text), own"), ("X-Forwarded-Port", "\(text), 443"),
    ]
    require(url(appended, own) == "https://own/", "a client's value counts")
}

/// Whatever comes out is a URL with the origin that was given, and its own origin's.
private func checkTarget(_ target: String) {
    let result = try? forwarded.externalURL(
        scheme: "http", authority: "arrived", target: target, peer: "192.0.2.1", headers: [])
    guard let result else { return }
    require(result.hasPrefix("http://arrived"), "the target changes the origin: \(result)")
    let rest = result.dropFirst("http://arrived".count)
    require(rest.isEmpty || rest.utf8.first == UInt8(ascii: "/"), "the target changes the host: \(result)")
    let again = try? forwarded.externalURL(
        scheme: "http", authority: "arrived", target: result, peer: "192.0.2.1", headers: [])
    require(again == (rest.isEmpty ? result + "/" : result), "the URL is not its own URL: \(result)")
}

private func url(_ proxies: TrustedProxies, _ headers: Fields, peer: String = "10.0.0.1") -> String? {
    try? proxies.externalURL(scheme: "http", authority: "arrived", target: "/", peer: peer, headers: headers)
}
