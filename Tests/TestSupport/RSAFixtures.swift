package import CryptoCore

/// RSA keys made with OpenSSL's command line, for tests only.
package enum RSAFixtures {
    /// The private key of ``pkcs8``.
    package static let privateKey: RSAPrivateKey = {
        guard let key = try? RSAPrivateKey(pemRepresentation: pkcs8) else {
            preconditionFailure("the tests' own key is valid")
        }
        return key
    }()

    /// A private key of 2048 bits as PKCS #8: `openssl genpkey -algorithm RSA`.
    package static let pkcs8 = """
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

    /// The same key as PKCS #1.
    package static let pkcs1 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEA17pCUze6Yq7OLSeCmZuzc7bghkPd0EOo0mQhzMFiOsRNF0JR
        i0eGJLatpMxMvgE+afPJeVOt1Pki69oTYUuC+Gtr9DhTYFsZNxQYhZXsIIJPo2tS
        uvnSMBaZUosOh5WUEc8ty8VbUj6FelABRt12o2wHwNdMw1c2vvKuMEwvBW55wv/p
        p+T39q5zVDb+ax74ayLGc1oZCLlZllNXZ5TUgyvgDiwv0No8YEVjdVVKxiczc8Q3
        KUUWpXVQSBNWg+B1Y6emOc8icdETnK9D9OW0D14ao6XMlu9P62KweiOgKd+FMC/n
        8O3vd7RjXkustjZEHEfjWJwVCmEYzCpYjNXsiwIDAQABAoIBAEZIVQZ2r/8pk1tr
        tWVlMDxhVtn3b2NEP9K3s7lZQa8CuFj9DsMRPNdmOsFnnBMFJbfwKHIiPI6X0nRD
        mq/GobdcjBHHbgaE93yVy/1toD3hJqAHva7T6FIpcq9NRaEPrut0c6ehN0TewK7e
        NORJD7djYU1G96fmmJvyRaTPlTwvreK3YyztW/eeXs2hP9Fb2HTw2WY3fr3rjnnB
        QEqgCu52kENQegGk9a4jiZcHuNXW6Y71rxtUDfh0P/ajsqVKMRfn+EprRUbOdgsj
        bU8wZ9WztUYfPTBKK2v2g3rdfqFJLrxmpkXueO4w+tjdTFQY1kpydfyP4T3w0T9p
        pGvRF90CgYEA/ZYnezJUdmpY8pn7QC1EIjoI2DHIYL6I9XV0sWUvYDm7a7XJNsQh
        aZvp3Hwg5zEjeIKO18OIqLMC4QNFHcrYk8XjoPcWMTngPmLESO/7FtwkT6xsKqKm
        tJ8t1HZ7W5iPesBGJy1BqDEjpKZXmTysYY97I9Chr7ks0iiU8tDd5RcCgYEA2cfd
        OQLPTchTrOLIPwEyT3cQZQzYaw12kZDjOl9ccwD/PPjNFzPbZ2pOO9tK2PSVDDdv
        juy+wgZ9xaBmTXotH30IZuacMcO+rnGuyVN9LU3ZO7zb0h90XeiKyPIrpWG+03+6
        oAHcblq6MXf9/UPShsVPhxCiIqHULnb+sA84RK0CgYBNrXAcmbcrqrniXm6LIxKK
        1XIeH2m80MCNR9Rd/pu7gxO5E682GnANtJe3VUKS7wdpg7yTtS6oVmVcXa8PSDJ9
        WZG3ndhrbcoV8hUkLnagcwCgczWS/c3I6DWWrlBtJ1dUB4+1snQ5PAwqBFYy91Xq
        cJQMzXypojRrj8jIdFh0MwKBgQCTXa4x1Nfof2U3uOHd2HZt1VivuEh98EdKayuH
        pV3OqF8OqCFH0RxnV0UHNfXo52AwOxbvNP5EFtZms4pmZQVBqH7V+ri46AcQzfaD
        X052KJaV2M862XQJ08COB2lHaOQTA/yKJ5g8yIHz1Yl2Jr2/2qZc9AFyw+TraDQh
        eLsPpQKBgHuOafhC7IQRKBvDt0SMP+xkUmmFl5FcQX2qsYNCr4nH61LXp7fCHbqt
        eOiAbSFm06GJfOykTfXw/GJJ4tok5MfKnfcHTDYqqLlx3uo1gT/qAHzm7GzfhgZY
        2qqHWuDijY9HQnsPj4MV3iq5Cu6bKSzBCYNpZYr0dRZ9S6FFDfb9
        -----END RSA PRIVATE KEY-----
        """

    /// Its public key as SubjectPublicKeyInfo.
    package static let spki = """
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

    /// Its public key as PKCS #1.
    package static let pkcs1Public = """
        -----BEGIN RSA PUBLIC KEY-----
        MIIBCgKCAQEA17pCUze6Yq7OLSeCmZuzc7bghkPd0EOo0mQhzMFiOsRNF0JRi0eG
        JLatpMxMvgE+afPJeVOt1Pki69oTYUuC+Gtr9DhTYFsZNxQYhZXsIIJPo2tSuvnS
        MBaZUosOh5WUEc8ty8VbUj6FelABRt12o2wHwNdMw1c2vvKuMEwvBW55wv/pp+T3
        9q5zVDb+ax74ayLGc1oZCLlZllNXZ5TUgyvgDiwv0No8YEVjdVVKxiczc8Q3KUUW
        pXVQSBNWg+B1Y6emOc8icdETnK9D9OW0D14ao6XMlu9P62KweiOgKd+FMC/n8O3v
        d7RjXkustjZEHEfjWJwVCmEYzCpYjNXsiwIDAQAB
        -----END RSA PUBLIC KEY-----
        """

    /// Its public key in an expired certificate.
    package static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIC/zCCAeegAwIBAgIULymXOC5UZ1Q/6uYApGAQzaQrIm4wDQYJKoZIhvcNAQEL
        BQAwDzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjQwOTI4MTJaFw0yNjExMjUwOTI4
        MTJaMA8xDTALBgNVBAMMBHRlc3QwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEK
        AoIBAQDXukJTN7pirs4tJ4KZm7NztuCGQ93QQ6jSZCHMwWI6xE0XQlGLR4Yktq2k
        zEy+AT5p88l5U63U+SLr2hNhS4L4a2v0OFNgWxk3FBiFlewggk+ja1K6+dIwFplS
        iw6HlZQRzy3LxVtSPoV6UAFG3XajbAfA10zDVza+8q4wTC8FbnnC/+mn5Pf2rnNU
        Nv5rHvhrIsZzWhkIuVmWU1dnlNSDK+AOLC/Q2jxgRWN1VUrGJzNzxDcpRRaldVBI
        E1aD4HVjp6Y5zyJx0ROcr0P05bQPXhqjpcyW70/rYrB6I6Ap34UwL+fw7e93tGNe
        S6y2NkQcR+NYnBUKYRjMKliM1eyLAgMBAAGjUzBRMB0GA1UdDgQWBBT2qnyvRaxX
        G+M0DNHg0N0F6P6A9TAfBgNVHSMEGDAWgBT2qnyvRaxXG+M0DNHg0N0F6P6A9TAP
        BgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQCGYAEmHaaRxN2csPLI
        xa07vYY/oAYQdiUzuzPEzy6Ok0ie1sAiHXLbGffC+BFRH7qW6zPCVDZW06jyJ+zb
        AvH5snHIrbZKYiDXMBAg6V8PEanghM8HOFUFMjRL+P+0r0PWUzt6SsF+Raxh1H8i
        50tGHgC0fyZO9lYyEzSQHxdauR/jKI4aes+7kllXJ/gwW188cAcm+LA/xflch8QP
        2tDYYJAeVwTdWjNjc/OXb2ejLCEAEq4fg7+FjWKz5nQRJIvfAdavaa9t4hqxP1Qo
        Nx0VuFteLcIsxwyytxrEikt4nGWyuBswKEA0Ni9XKHx7pYYhW1DRzvAL+Ufv7SCN
        /pZ0
        -----END CERTIFICATE-----
        """

    /// The public key of another pair.
    package static let otherPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAoluUADNHGB+PC3BNCAEz
        xO0Hg6QB8EK7lPPoQ+eGpp0WEBQl5c83avayEdowCf3z8D7vX+vSHgkVuy8tmR/B
        Ldw+6Iyn/4LWoYslrKFqjhjGn6QsK2cH9Xgknko66kyXZ11NOaMcKPCayciuk35b
        TRpQxhA4HBBpzMw3BX/fJBn11UyWVLZ1OH/45MNVdEUtFWvLApNj2p7QE8Fgam3L
        J8F2a5It8wmlC/yxOfvlEkMCCb1T1lHrnYEdOIokFqmvHrRRXBgBLxRNHWUUifNt
        bXtU27Nhomvp4Sa8FxYVofEzI5KXNVU94G4B9di1kYjLdxOiZCf8zzhHooOoCvSz
        4QIDAQAB
        -----END PUBLIC KEY-----
        """

    /// The public key of a pair with the exponent 3.
    package static let exponent3 = """
        -----BEGIN PUBLIC KEY-----
        MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAzzFCQLkglhzbxGPxoZFk
        hE9k1aoRU0SQjDi0gKIuc2PFTDCMtH381+tsIr6RjxC5xwVPhNNOCiLcqbrdT8Tq
        ZETMOST48sad0xvagfaUeMrX4K/e3nXRIDxuOgUD81g4PtVNXbZ/1ciBlmuwKbCy
        85ZZv8RPa3S5vQrBjuYJRG11/K+zmP8V3mg2spwstJVmKfsZQJvs+2S54MXUW+Ap
        kSRdwcRxK5GLlPur3t0tUHQge/+3BGecfuGkhiLxikewlk1y/MOYKPws5erqh6wA
        IPfOAelW+LMeLEQbEBdPtDDSsXBwjFNCqZOT0fn7G82AAXJQ/xiMjdG5DM2Kq4tt
        sQIBAw==
        -----END PUBLIC KEY-----
        """
}
