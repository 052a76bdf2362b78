import CryptoCore

@testable import OAuth1

/// Mistakes in the signature, the method and the key.
extension MistakenRequest {
    static let signatureCases = [
        MistakenRequest(
            mistakes: [.plusLostInSignature], sent: { encode($0.replacing("+", with: " ")) }, needs: "+"),
        MistakenRequest(mistakes: [.signatureEncodedTwice], sent: { encode(encode($0)) }),
        MistakenRequest(mistakes: [.signatureInHex], sent: { encode(Hex.encode(Base64.decode($0) ?? [])) }),
        MistakenRequest(
            mistakes: [.signatureInHex],
            sent: { encode(Base64.encode(Array(Hex.encode(Base64.decode($0) ?? []).utf8))) }),
        MistakenRequest(mistakes: [.otherBase64], sent: { encode($0.replacing("=", with: "")) }),
        MistakenRequest(mistakes: [.otherBase64], sent: { encode($0 + "\n") }),
        MistakenRequest(
            mistakes: [.otherBase64],
            sent: { encode($0.replacing("+", with: "-").replacing("/", with: "_")) }, needs: "+/"),
    ]

    static let keyCases = [
        MistakenRequest(mistakes: [.otherMethod], method: "POST"),
        MistakenRequest(mistakes: [.otherMethod], signedMethod: "DELETE"),
        MistakenRequest(mistakes: [.methodInLowerCase], signedMethod: "get"),
        MistakenRequest(mistakes: [.methodInLowerCase], method: "Get", signedMethod: "Get"),
        MistakenRequest(mistakes: [.otherHash], hash: .sha256),
        MistakenRequest(mistakes: [.otherHash], hash: .sha512),
        MistakenRequest(mistakes: [.tokenSecretLeftOut], secrets: ("s", "t"), key: "s&"),
        MistakenRequest(mistakes: [.ampersandLeftOut], key: "s"),
        MistakenRequest(mistakes: [.ampersandLeftOut], secrets: ("s", "t"), key: "st"),
        MistakenRequest(mistakes: [.secretsNotEncoded], secrets: ("s/", "t="), key: "s/&t="),
        MistakenRequest(mistakes: [.secretsEncodedTwice], secrets: ("s/", "t"), key: "s%252F&t"),
        MistakenRequest(mistakes: [.secretsEncodedTwice], key: "s%26"),
        MistakenRequest(mistakes: [.secretsSwapped], secrets: ("s", "t"), key: "t&s"),
        MistakenRequest(mistakes: [.secretsSwapped], key: "&s"),
        MistakenRequest(mistakes: [.blankInSecret], key: "s%0A&"),
        MistakenRequest(mistakes: [.blankInSecret], secrets: ("s", "t"), key: "s&t%20"),
        MistakenRequest(mistakes: [.blankInSecret], secrets: (" s", "t"), key: "s&t"),
    ]
}
