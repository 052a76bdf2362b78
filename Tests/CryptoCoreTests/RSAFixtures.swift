import CryptoCore

/// Keys and signatures that OpenSSL's command line made: of these tests alone, and known to everyone.
enum RSAFixtures {
    static let messages = ["", "GET&https%3A%2F%2Fapi.example.com%2F&a%3Db"]

    /// `openssl genpkey -algorithm RSA`, 2048 bits. Of these tests alone.
    static let pkcs8 = """
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
    static let pkcs1 = """
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

    /// Its public half as SubjectPublicKeyInfo.
    static let spki = """
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

    /// Its public half as PKCS #1.
    static let pkcs1Public = """
        -----BEGIN RSA PUBLIC KEY-----
        MIIBCgKCAQEA17pCUze6Yq7OLSeCmZuzc7bghkPd0EOo0mQhzMFiOsRNF0JRi0eG
        JLatpMxMvgE+afPJeVOt1Pki69oTYUuC+Gtr9DhTYFsZNxQYhZXsIIJPo2tSuvnS
        MBaZUosOh5WUEc8ty8VbUj6FelABRt12o2wHwNdMw1c2vvKuMEwvBW55wv/pp+T3
        9q5zVDb+ax74ayLGc1oZCLlZllNXZ5TUgyvgDiwv0No8YEVjdVVKxiczc8Q3KUUW
        pXVQSBNWg+B1Y6emOc8icdETnK9D9OW0D14ao6XMlu9P62KweiOgKd+FMC/n8O3v
        d7RjXkustjZEHEfjWJwVCmEYzCpYjNXsiwIDAQAB
        -----END RSA PUBLIC KEY-----
        """

    /// Its public half in a certificate that has long expired.
    static let certificate = """
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

    /// The public half of another key.
    static let otherPublic = """
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

    /// The public half of a key with the exponent 3.
    static let exponent3 = """
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

    /// `openssl dgst -sha1 -sign` of each of ``messages``.
    static let sha1Signatures = [
        """
        21f0941c8166c5b184a67a750a068c46f4a726d7bc077188fdc82d73b49213e343373d3c2959d17ebf86c3eb48f1de92\
        4c3cff147580002a424d14cc63ad85a847ab8cbb27ade6d1a25ac393a962a0d3e7bcef03f24a5daa175f38212b1c0861\
        9a12ff6ad6b09aee99fbd9d57388a172212d79b29a4772f9bb6128f06244b75a810e7d79d0e80b7e5e443a107bba9801\
        75b7cb99df0a65de1c1822523738e1e1d606246f858e112712459d040aea6cd3f7116b7e5b43751f2d67fc366c8beae5\
        4ea7b91d940f2002fb4813473213c6bc49e9033c52edee06e5e1277099c6244bcc6f6c073e9fda54eef267a547ee337c\
        1dad27542a2e1265c7d0f8746c17aada
        """,
        """
        87c61e8488fa31a71091c0ee3e12e8bd8331d169294bbf767185d448a7aa2236b44cdafd34de3eeb634f647c040d0f74\
        4353f8b6b78ff2bb28e32027cf31e026b5327dfa874e3227cff89256f99f0ac5939513a1b4eec54cc6229e4117fccc8f\
        4d6052dcf71758d635c704004d06bff7edd1c091556b51a711367aeccfb0ace92ade4e14a1cd92c0bdc144847ea8ec02\
        c3faf1e2eca8023c28a4877455147680328bd8b3ed867590a51d51b76a9047e276915d5d449e9dc0fe6bb37c6dfb0068\
        fe7ef01d526652f5559381da56c2ebe3a102ccbb55a02d432af83cb4c6a7130dea18804e106f87bae05245dfe4abbd4c\
        43f47070f4f6afc0d9f523f32a635732
        """,
    ]

    /// `openssl dgst -sha256 -sign` of each of ``messages``.
    static let sha256Signatures = [
        """
        b8f107192b1122483c2ef21159c9f4874eb9a5176d40199ad738e656ceb057df3e688d6ae25f233c382c266608fbbfa5\
        d3e9c4f752267f7d36a0a947df9cf99f7815c0ab14581fc88e832b091355556f04a134072b41423e3a90cb55167b21f7\
        c6c3bdb0dbeaf1e34323c63bd37b29240a3516319e2c7450daa62a47a6d4a04c1e7e18cfe3800d7baced4ad0b4c03f74\
        f674c5365d6d38dcce5330ae827e3b0668e6850b60bcfffd16916eb689866fbeb41f923c9319c4a11b350710ec492e79\
        e278e37303832ec3a8b451bd416ddc4b8409dc5dbdaff2f1d848e14fc5c24277f9d7196d2ad27abdcb6d4064ed23102d\
        77735bb41bc237ec3c5177bd285864a6
        """,
        """
        b71c3c8732c0696ebe6d03ba449c9cdbda65d97f3628f6fa5e55dd2be745e9bda455f5288317832abfc0da583c8e25eb\
        bdddce5694b84f2cdb9c50abdf288e284b566fdb95a153342111ac90c7794b0270272b97186653f15c736a60dea288da\
        eec449a694a2d72ad5ada9a5847c453019adb04959dfc9fd716aa9b30416fb2a8e2872b8f9ea5647da3ce1a75e188593\
        b8e5a8b254becc1754f1805853a690252c9e2421a19cfe29d5ca004a9df6403c78e1633256645582bb34a69022a6f9ee\
        c1a53ce61d44d9d9634affdb4268f30cb3f8f98c213be3f0d5541f835d1fcd845262ddf68c2e2e4dae53b300fbcfe540\
        36a2a6cc12a7ae3f672ad6e9c4efeee3
        """,
    ]

    /// `openssl dgst -sha512 -sign` of each of ``messages``.
    static let sha512Signatures = [
        """
        3ddba9aab573c3744604c8f8129c3fd136da2baef5260e41541ecfbaf113ae41df5a2d007036bf5689e12adb76183451\
        2d3c019e9a893fed6188fa57d1c7ffbe1d769500e0e61c9222e4283cab85c32259c32d2e6ec073daa863999239b90d3e\
        9107a504f774fb8111f9ea9decf77dc49d8adfc9928dceb3aa8cfe6525d77d14bb5d0656063bd28579baa78bd5f4f2f4\
        bfe0949a35f1a0e1ff5044a02a47dfe46c33f51bddde9497adc3e6a79bff6f60eb1bfa0ca74bd58577667be4851f9302\
        75d0ba60d81544d3dc643d3623c769dd6aeb3958d568e1966a7db9a7e7c7fd29fbcbdc2bd8350046aeda92b8750d0601\
        07967858f4c3ca77582014532309f78e
        """,
        """
        43ee07673c9b3beffba0f9fb553a472150c67b6222865c2c359250a144b382ccc7858231410de35ba3e7207ec3c2eae6\
        43da172c6a8b33c6e81b639b3d37b397fd9cf3de37016ff33f7d83f6b2d7f077b059d16e934c29430091ea46b6e5f7a0\
        bcf0b64d56a839bb6d85eb481d259818cf9a56f074559ef781cd26c9c1bd830b6540fe8eec7521215fdf2bbaba3dbd5f\
        8b4be58d35d09bfc91d058a7cb39b5c24cddd55436b3408bd2b223754d96eb1ea971e4c3ae1283611585dbb735d3c4b7\
        794eb572ef642427ec1c0acbdf7235a6ef2663f0092bd47bb7581763337b05f5856684483802fc42c863279da9d0a6c2\
        0a4d1960c9f8000bb6c34132aa41998c
        """,
    ]
}
