import CryptoCore

@testable import OAuth1

/// Two mistakes at once, each in another part or both in the same.
extension MistakenRequest {
    static let pairCases = [
        MistakenRequest(mistakes: [.otherScheme, .slashAdded], signedURI: "http://h/p/"),
        MistakenRequest(mistakes: [.otherScheme, .portLeftOut], url: "http://h:8080/p?b=2&a=1"),
        MistakenRequest(
            mistakes: [.hostInUpperCase, .queryLeftOut], url: "https://H/p?b=2&a=1", signedURI: "https://H/p",
            signed: []),
        MistakenRequest(mistakes: [.queryInURI, .queryLeftOut], signedURI: "https://h/p?b=2&a=1", signed: []),
        MistakenRequest(mistakes: [.otherMethod, .formLeftOut], method: "POST", body: "c=3"),
        MistakenRequest(mistakes: [.otherHash, .slashLeftOut], url: "https://h/p/?b=2&a=1", hash: .sha256),
        MistakenRequest(
            mistakes: [.otherHash, .signatureInHex], sent: { encode(Hex.encode(Base64.decode($0) ?? [])) },
            hash: .sha512),
        MistakenRequest(
            mistakes: [.secretsNotEncoded, .spaceAsPlus], url: "https://h/p?a=x%20y", secrets: ("s/", nil),
            signed: ["a=x+y"], key: "s/&"),
        MistakenRequest(
            mistakes: [.plusLostInSignature, .otherScheme], sent: { encode($0.replacing("+", with: " ")) }, needs: "+",
            signedURI: "http://h/p"),
        MistakenRequest(
            mistakes: [.proxyAddress, .unsorted], url: "http://10.0.0.5/p?b=2&a=1",
            headers: [("X-Forwarded-Host", "h")],
            signedURI: "http://h/p", signed: ["b=2", "a=1", "*"]),
        MistakenRequest(
            mistakes: [.versionLeftOut, .emptyValuesLeftOut], url: "https://h/p?a=1&b",
            fields: MistakenRequest(mistakes: []).fields + ["oauth_version=1.0"], signed: ["a=1"],
            signedFields: MistakenRequest(mistakes: []).fields),
        MistakenRequest(
            mistakes: [.otherCharacterSet, .lowerCaseDigits], url: "https://h/p?a=%C3%A9", signed: ["a=%e9"]),
        MistakenRequest(
            mistakes: [.notEncoded, .sortedIgnoringCase], url: "https://h/p?c=%C3%A9&a=1&B=2",
            signed: ["a=1", "B=2", "c=é", "*"]),
    ]

    static let singleCases =
        signatureCases + keyCases + uriCases + selectionCases + valueCases + encodingCases + orderCases
}
