import CryptoCore

@testable import OAuth1

/// The consumer `k` of the tests, with a key of each method.
enum TestKeys {
    static func credentials(_ method: SignatureMethod, consumerKey: String = "k") throws -> Credentials {
        try Credentials(consumerKey: consumerKey, key: try key(method))
    }

    static func key(_ method: SignatureMethod) throws -> SignatureKey {
        let secret = SecretBytes(utf8: "s")
        return switch method {
        case .hmacSHA1: .hmac(.sha1, consumerSecret: secret)
        case .hmacSHA256: .hmac(.sha256, consumerSecret: secret)
        case .hmacSHA512: .hmac(.sha512, consumerSecret: secret)
        case .rsaSHA1: .rsa(.sha1, rsa)
        case .rsaSHA256: .rsa(.sha256, rsa)
        case .rsaSHA512: .rsa(.sha512, rsa)
        case .plaintext: .plaintext(consumerSecret: secret)
        }
    }

    /// Parsed once, because every parse makes a trial signature.
    static let rsa: RSAPrivateKey = {
        guard let key = try? RSAPrivateKey(pem: pem) else { fatalError("the tests' own RSA key is broken") }
        return key
    }()

    /// `openssl genpkey -algorithm RSA`, 2048 bits, used only in these tests.
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDXukJTN7pirs4t
        J4KZm7NztuCGQ93QQ6jSZCHMwWI6xE0XQlGLR4Yktq2kzEy+AT5p88l5U63U+SLr
        2hNhS4L4a2v0OFNgWxk3FBiFlewggk+ja1K6+dIwFplSiw6HlZQRzy3LxVtSPoV6
        UAFG3XajbAfA10zDVza+8q4wTC8FbnnC/+mn5Pf2rnNUNv5rHvhrIsZzWhkIuVmW
        U1dnlNSDK+AOLC/Q2jxgRWN1VUrGJzNzxDcpRRaldVBIE1aD4HVjp6Y5zyJx0ROc
        r0P05bQPXhqjpcyW70/rYrB6I6Ap34UwL+fw7e93tGNeS6y2NkQcR+NYnBUKYRjM
        KliM1eyLAgMBAAECggEARkhVBnav/ymTW2u1ZWUwPGFW2fdvY0Q/0rezuVlBrwK4
        WP0OwxE812Y6wWecEwUlt/AociI8jpfSdEOar8aht1yMEcduBoT3fJXL/W2gPeEm
        oAe9rtPoUilyr01FoQ+u63Rzp6E3RN7Art405EkPt2NhTUb3p+aYm/JFpM+VPC+t
        4rdjLO1b955ezaE/0VvYdPDZZjd+veuOecFASqAK7naQQ1B6AaT1riOJlwe41dbp
        jvWvG1QN+HQ/9qOypUoxF+f4SmtFRs52CyNtTzBn1bO1Rh89MEora/aDet1+oUku
        vGamRe547jD62N1MVBjWSnJ1/I/hPfDRP2mka9EX3QKBgQD9lid7MlR2aljymftA
        LUQiOgjYMchgvoj1dXSxZS9gObtrtck2xCFpm+ncfCDnMSN4go7Xw4ioswLhA0Ud
        ytiTxeOg9xYxOeA+YsRI7/sW3CRPrGwqoqa0ny3UdntbmI96wEYnLUGoMSOkpleZ
        PKxhj3sj0KGvuSzSKJTy0N3lFwKBgQDZx905As9NyFOs4sg/ATJPdxBlDNhrDXaR
        kOM6X1xzAP88+M0XM9tnak4720rY9JUMN2+O7L7CBn3FoGZNei0ffQhm5pwxw76u
        ca7JU30tTdk7vNvSH3Rd6IrI8iulYb7Tf7qgAdxuWroxd/39Q9KGxU+HEKIiodQu
        dv6wDzhErQKBgE2tcByZtyuqueJebosjEorVch4fabzQwI1H1F3+m7uDE7kTrzYa
        cA20l7dVQpLvB2mDvJO1LqhWZVxdrw9IMn1Zkbed2GttyhXyFSQudqBzAKBzNZL9
        zcjoNZauUG0nV1QHj7WydDk8DCoEVjL3VepwlAzNfKmiNGuPyMh0WHQzAoGBAJNd
        rjHU1+h/ZTe44d3Ydm3VWK+4SH3wR0prK4elXc6oXw6oIUfRHGdXRQc19ejnYDA7
        Fu80/kQW1mazimZlBUGoftX6uLjoBxDN9oNfTnYolpXYzzrZdAnTwI4HaUdo5BMD
        /IonmDzIgfPViXYmvb/aplz0AXLD5OtoNCF4uw+lAoGAe45p+ELshBEoG8O3RIw/
        7GRSaYWXkVxBfaqxg0KvicfrUtent8Iduq146IBtIWbToYl87KRN9fD8Ykni2iTk
        x8qd9wdMNiqouXHe6jWBP+oAfObsbN+GBljaqoda4OKNj0dCew+PgxXeKrkK7psp
        LMEJg2llivR1Fn1LoUUN9v0=
        -----END PRIVATE KEY-----
        """

    /// The public key.
    static let publicPEM = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA17pCUze6Yq7OLSeCmZuz
        c7bghkPd0EOo0mQhzMFiOsRNF0JRi0eGJLatpMxMvgE+afPJeVOt1Pki69oTYUuC
        +Gtr9DhTYFsZNxQYhZXsIIJPo2tSuvnSMBaZUosOh5WUEc8ty8VbUj6FelABRt12
        o2wHwNdMw1c2vvKuMEwvBW55wv/pp+T39q5zVDb+ax74ayLGc1oZCLlZllNXZ5TU
        gyvgDiwv0No8YEVjdVVKxiczc8Q3KUUWpXVQSBNWg+B1Y6emOc8icdETnK9D9OW0
        D14ao6XMlu9P62KweiOgKd+FMC/n8O3vd7RjXkustjZEHEfjWJwVCmEYzCpYjNXs
        iwIDAQAB
        -----END PUBLIC KEY-----
        """
}
