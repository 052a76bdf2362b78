@testable import OAuth1

/// Mistakes in the base string URI.
extension MistakenRequest {
    private static let atProxy = "http://10.0.0.5:8080/p?b=2&a=1"

    static let uriCases = [
        MistakenRequest(mistakes: [.otherScheme], signedURI: "http://h/p"),
        MistakenRequest(mistakes: [.otherScheme], url: "http://h/p?b=2&a=1"),
        MistakenRequest(
            mistakes: [.proxyAddress], url: atProxy,
            headers: [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "api.example.com, inner")],
            signedURI: "https://api.example.com/p"),
        MistakenRequest(
            mistakes: [.proxyAddress], url: atProxy,
            headers: [("forwarded", #"for=192.0.2.1;host="API.example.com:8443";proto=https"#)],
            signedURI: "https://api.example.com:8443/p"),
        MistakenRequest(
            mistakes: [.proxyAddress], url: atProxy,
            headers: [
                ("X-Forwarded-Host", "[2001:db8::1]"), ("X-Forwarded-Port", "8443"), ("X-Forwarded-Prefix", "/api"),
            ],
            signedURI: "http://[2001:db8::1]:8443/api/p"),
        MistakenRequest(
            mistakes: [.proxyAddress], url: atProxy, headers: [("Host", "h"), ("X-Original-URL", "/outer/p?b=2")],
            signedURI: "http://h/outer/p"),
        MistakenRequest(mistakes: [.otherHostName], url: "https://www.h/p?b=2&a=1"),
        MistakenRequest(mistakes: [.otherHostName], signedURI: "https://www.h/p"),
        MistakenRequest(
            mistakes: [.hostInUpperCase], url: "https://user@Example.COM:8443/p?b=2&a=1",
            signedURI: "https://Example.COM:8443/p"),
        MistakenRequest(mistakes: [.defaultPortSigned], signedURI: "https://h:443/p"),
        MistakenRequest(mistakes: [.defaultPortSigned], signedURI: "https://h:80/p"),
        MistakenRequest(
            mistakes: [.portLeftOut], url: "https://[::1]:8443/p?b=2&a=1", signedURI: "https://[::1]/p"),
        MistakenRequest(mistakes: [.pathInOtherCase], url: "https://h/Ph%2Fo?b=2&a=1", signedURI: "https://h/ph%2fo"),
        MistakenRequest(mistakes: [.pathInOtherCase], url: "https://h/Ph%2Fo?b=2&a=1", signedURI: "https://h/Ph%2fo"),
        MistakenRequest(mistakes: [.pathInOtherCase], signedURI: "https://h/P"),
        MistakenRequest(mistakes: [.slashAdded], signedURI: "https://h/p/"),
        MistakenRequest(mistakes: [.slashLeftOut], url: "https://h/p/?b=2&a=1"),
        MistakenRequest(mistakes: [.slashLeftOut], url: "https://h?b=2&a=1", signedURI: "https://h"),
        MistakenRequest(mistakes: [.slashesMerged], url: "https://h//a///p?b=2&a=1", signedURI: "https://h/a/p"),
        MistakenRequest(mistakes: [.slashDoubled], url: "https://h/a/p?b=2&a=1", signedURI: "https://h/a//p"),
        MistakenRequest(
            mistakes: [.dotSegmentsRemoved], url: "https://h/a/./b/../../../c/p/.?b=2&a=1", signedURI: "https://h/c/p/"),
        MistakenRequest(mistakes: [.pathDecoded], url: "https://h/a%2Fb?b=2&a=1", signedURI: "https://h/a/b"),
        MistakenRequest(mistakes: [.pathDecoded], url: "https://h/%7Ea%2Fb?b=2&a=1", signedURI: "https://h/~a%2Fb"),
        MistakenRequest(mistakes: [.pathEncodedTwice], url: "https://h/a%2Fb?b=2&a=1", signedURI: "https://h/a%252Fb"),
        MistakenRequest(mistakes: [.pathEncodedTwice], url: "https://h/a:b?b=2&a=1", signedURI: "https://h/a%3Ab"),
        MistakenRequest(mistakes: [.queryInURI], url: "https://h/p?b=2&a=1#c", signedURI: "https://h/p?b=2&a=1"),
    ]
}
