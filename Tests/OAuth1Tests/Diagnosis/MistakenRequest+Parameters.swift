@testable import OAuth1

/// Mistakes in which parameters are signed, and in their values.
extension MistakenRequest {
    private static let own = MistakenRequest(mistakes: []).fields
    private static let version = own + ["oauth_version=1.0"]
    private static let emptyToken = own + ["oauth_token="]
    private static let late = own.dropLast() + ["oauth_timestamp=1700000000000"]
    private static let json = #"{"b": 2, "a": "x\u00e9\"y", "c": [1, {"d": "]"}], "e" : null}"#
    private static let multipart = """
        --=_b\r\nContent-Disposition: form-data; name="title"\r\n\r\nx y\r\n--=_b\r
        Content-Type: image/png\r\ncontent-disposition: form-data; name="photo"; filename="--=_b.png"\r\n\r\n\u{1}\r\n\n\r
        --=_b--\r\n
        """

    static let selectionCases = [
        MistakenRequest(mistakes: [.queryLeftOut], signed: []),
        MistakenRequest(mistakes: [.formLeftOut], method: "POST", body: "c=3", signedMethod: "POST"),
        MistakenRequest(mistakes: [.parametersRepeated], signed: ["a=1", "a=1", "b=2", "b=2"]),
        MistakenRequest(mistakes: [.duplicatesLeftOut], url: "https://h/p?a=1&b=2&a=0", signed: ["a=0", "b=2"]),
        MistakenRequest(mistakes: [.duplicatesLeftOut], url: "https://h/p?a=1&b=2&a=0"),
        MistakenRequest(
            mistakes: [.duplicatesLeftOut], method: "POST", body: "a=1&a=0", signedMethod: "POST",
            signed: ["a=0", "a=1", "b=2"]),
        MistakenRequest(mistakes: [.emptyValuesLeftOut], url: "https://h/p?a=1&b", signed: ["a=1"]),
        MistakenRequest(mistakes: [.versionLeftOut], fields: version, signedFields: own),
        MistakenRequest(mistakes: [.versionAdded], signedFields: version),
        MistakenRequest(mistakes: [.tokenLeftOut], fields: emptyToken, signedFields: own),
        MistakenRequest(mistakes: [.emptyTokenAdded], signedFields: emptyToken),
        MistakenRequest(
            mistakes: [.bodyHashLeftOut], method: "POST", body: "x", contentType: "text/plain",
            fields: ["oauth_body_hash=2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D"] + own, signedMethod: "POST",
            signedFields: own),
        MistakenRequest(mistakes: [.realmSigned], realm: "Photos", signed: ["a=1", "b=2", "*", "realm=Photos"]),
        MistakenRequest(
            mistakes: [.jsonSigned], method: "POST", url: "https://h/p", body: json, contentType: "application/json",
            signedMethod: "POST",
            signed: ["a=x%C3%A9%22y", "b=2", "c=%5B1%2C%20%7B%22d%22%3A%20%22%5D%22%7D%5D", "e=null"]),
        MistakenRequest(
            mistakes: [.jsonSigned], method: "POST", url: "https://h/p", body: json, contentType: "application/json",
            signedMethod: "POST", signed: ["a=x%C3%A9%22y", "b=2", "e=null"]),
        MistakenRequest(
            mistakes: [.multipartSigned], method: "POST", url: "https://h/p", body: multipart,
            contentType: "Multipart/form-data; boundary=\"=_b\"", signedMethod: "POST", signed: ["title=x%20y"]),
        MistakenRequest(
            mistakes: [.multipartSigned], method: "POST", url: "https://h/p", body: multipart,
            contentType: "multipart/form-data;boundary==_b", signedMethod: "POST",
            signed: ["*", "photo=%01%0D%0A%0A", "title=x%20y"]),
        MistakenRequest(
            mistakes: [.bodySignedAsForm], method: "PUT", url: "https://h/p", body: "b=2&a=x+y",
            contentType: "text/plain",
            signedMethod: "PUT", signed: ["a=x%20y", "b=2"]),
    ]

    static let valueCases = [
        MistakenRequest(
            mistakes: [.timestampSentInMilliseconds], fields: Array(late),
            signedFields: own.dropLast() + ["oauth_timestamp=1700000000"]),
        MistakenRequest(
            mistakes: [.timestampSignedInMilliseconds], fields: own.dropLast() + ["oauth_timestamp=1700000000"],
            signedFields: Array(late)),
        MistakenRequest(mistakes: [.blanksTrimmed], url: "https://h/p?b=%20x%20y%0A&a=1", signed: ["a=1", "b=x%20y"]),
        MistakenRequest(
            mistakes: [.blanksTrimmed], method: "POST", url: "https://h/p", body: "a=1&b=2\n", signedMethod: "POST"),
        MistakenRequest(mistakes: [.blankAdded], signed: ["a=1", "b=2%20"]),
        MistakenRequest(mistakes: [.blankAdded], signed: ["a=1%0A", "b=2"]),
        MistakenRequest(mistakes: [.blankAdded], signed: ["a=1", "b=%202"]),
        MistakenRequest(mistakes: [.otherCharacterSet], url: "https://h/p?a=caf%C3%A9", signed: ["a=caf%E9"]),
        MistakenRequest(mistakes: [.otherCharacterSet], url: "https://h/p?a=caf%E9", signed: ["a=caf%C3%A9"]),
        MistakenRequest(mistakes: [.otherCharacterSet], url: "https://h/p?a=%E2%82%AC", signed: ["a=%80"]),
        MistakenRequest(mistakes: [.otherCharacterSet], url: "https://h/p?a=%E2%82%AC", signed: ["a=%3F"]),
        MistakenRequest(mistakes: [.otherCharacterSet], url: "https://h/p?a=%80", signed: ["a=%E2%82%AC"]),
        MistakenRequest(mistakes: [.otherCharacterSet], url: "https://h/p?a=%E9", signed: ["a=%EF%BF%BD"]),
        MistakenRequest(mistakes: [.otherCharacterSet], url: "https://h/p?a=%C3%A9", signed: ["a=%C3%83%C2%A9"]),
        MistakenRequest(mistakes: [.plusSignedAsPlus], url: "https://h/p?a=x+y", signed: ["a=x%2By"]),
    ]
}
