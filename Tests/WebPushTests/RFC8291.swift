import CryptoCore
import TestSupport
import Testing

@testable import WebPush

/// The values of RFC 8291 section 5 and appendix A.
enum RFC8291 {
    static let plaintext = Array("When I grow up, I want to be a watermelon".utf8)
    static let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    static let auth = "BTBZMqHH6r4Tts7J_aSIgg"
    static let userAgentScalar = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
    static let serverScalar = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
    static let salt = "DGv6ra1nlYgDCS1FRnbzlw"
    static let body = """
        DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3\
        jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN
        """

    static func bytes(_ text: String) throws -> [UInt8] { try #require(Base64.decodeURL(text)) }

    static func key(_ scalar: String) throws -> P256.PrivateKey {
        try P256.PrivateKey(rawRepresentation: SecretBytes(bytes(scalar)))
    }

    static func subscription() throws -> PushSubscription {
        try PushSubscription(
            endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV", p256dh: p256dh, auth: auth)
    }

    /// Encrypts with the key and the salt of the example.
    static func encrypt(_ payload: [UInt8], paddedTo count: Int? = nil) throws -> [UInt8] {
        try MessageEncryption.encrypt(
            payload, for: subscription(), paddedTo: count, key: key(serverScalar), salt: bytes(salt))
    }

    static func browser() throws -> PushBrowser {
        PushBrowser(key: try key(userAgentScalar), authenticationSecret: try bytes(auth))
    }
}
