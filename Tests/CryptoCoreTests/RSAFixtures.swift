import CryptoCore

/// Keys and signatures that OpenSSL's command line made.
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

    /// A private key of 1024 bits.
    static let short = """
        -----BEGIN PRIVATE KEY-----
        MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBANMzHkZSsLLqaecm
        OFmuJaMvgd/aADwW+AuJ8n3qbaVFODepMZxHnHMmLwxpwiuVSbWOs/FXf4dIMbfV
        3EBmiXeJ2+Mpv8jamrWiIN/dEUpin7ij0a49UMrv4ZQUOEjUPcy9DdqHWzV/iMyS
        PFuXMy8KE/VuQFVwG+xE20bU90G1AgMBAAECgYEAgZI3/a7Xhzy3cj+JjMOBhccs
        p7goMrVowjOEmOmNETsRTVy4+gcZHbAMZ1Iu9OwnB4MgNG2Y6NdK4V0MPlpp9NYr
        579UO07XEIEkiacjf+MnJ0GGfmTFCHBA2hssaehAjA4OfBvTS5bBncMupOoD2YhS
        Ow6cvDgmnIO6fiS7QcECQQDvH0xnE+WSPOFL1vx2RZ8gfenGUg49IrW7Tk4R/5HI
        UtMRuZjDblcVte93UDJ/AiTU1/nGyNpmJ3Jzgx6M8EBlAkEA4htJXG+TN3DGjROq
        9A3SjTZJy8FSHGPDGbX6XJER8DZB38cHPml5yCTUbZvaMJdzTSglsmGUO+l05NPW
        jw/fEQJBAM7SF1cgUnPFzGe4LuxtE1EbFtO9rSsblmvHMqdGkWTenki6anK+QPw6
        PEDKUKKhzBF8LEHO/3dTrx5Rzl7AfjECQA8iqneAlIc6il/5OBFcN4LyZmA4UanK
        182Jy/eUUnIU/7XeGdMItnk6Ven8a8+i47n/fP6C36xfBU8oCw3KjzECQQCUw5wu
        VwDMaV2sEZixCsE3xNdDw1Lxm4wv3UIBXuHwYGZfjpGXyvw1qWsyFbei910WBb6N
        qiKh7CAznDR2c5fz
        -----END PRIVATE KEY-----
        """

    /// A public key of 1024 bits.
    static let shortPublic = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDTMx5GUrCy6mnnJjhZriWjL4Hf
        2gA8FvgLifJ96m2lRTg3qTGcR5xzJi8MacIrlUm1jrPxV3+HSDG31dxAZol3idvj
        Kb/I2pq1oiDf3RFKYp+4o9GuPVDK7+GUFDhI1D3MvQ3ah1s1f4jMkjxblzMvChP1
        bkBVcBvsRNtG1PdBtQIDAQAB
        -----END PUBLIC KEY-----
        """

    /// A private key of the curve P-256.
    static let elliptic = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRnUa73vs1oCLMGdV
        9KPhdRjLHdlPv8bz4OrO+yOptXuhRANCAATJD1Qj/pqCd3aiGSggFaBn4BgmKIQp
        hhIxfx0mq1MU0X5cTdwGXGYWbabho78/uRnG6ThRdQdYIvhzGMK0sis5
        -----END PRIVATE KEY-----
        """

    /// A public key of the curve P-256.
    static let ellipticPublic = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyQ9UI/6agnd2ohkoIBWgZ+AYJiiE
        KYYSMX8dJqtTFNF+XE3cBlxmFm2m4aO/P7kZxuk4UXUHWCL4cxjCtLIrOQ==
        -----END PUBLIC KEY-----
        """

    /// A private key that is for RSA-PSS only.
    static let pss = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADALBgkqhkiG9w0BAQoEggSoMIIEpAIBAAKCAQEAzOgbTUhbkdhkkxGS
        T/HHNFJQtoQV7z81MCCpVGEE4C026Q7CM0p2oebOKmzWtdx+enmpHhCn8olvhBIF
        k8KzykSS0o0NemfgCuh+9SAih/odiIxrPTMy2Pf+BBtKMALWiCoK2hIH4gLULCeH
        CqfzcWyv8gMZ/EEyi4bNuncvjhKlQXMAvFMNvp7M2cbupV5V0FFkkVVyfswXbKGM
        EmVmGPn64gcZ9ionTpbH64p2Qov3NADBsE3cuDwu+yfGNHGTeU+0jY6/Ezx2+u7+
        et9owfkTvhfxt6sHSLfEfS+5B2/+hV1yVLDppZjAWEurIT5UFYuU4pCq5lhZTD8U
        yMPvLQIDAQABAoIBAAVuTXLx7QNjkd7YA2G9DcOUPvFndNFfgoBhDTvgSmnKqP7q
        VjlXyucln+c99T7itjN20AWs+VaTT/JXK/Cro2pEAQQ1mtrYr/Z6DQtgK6og9fFt
        j1YS6lEX2ZKwSnoVSSxYuOrouW7DFm6JKaodo3UpJUyryl+GNtm92+wKRqdkSPrq
        Zn9ssFH/osVNw4i2KI4Wzh/INaIOOTSKZsZqZApRfGV31/TRES+rGPJibPqJEwbV
        xyzgVYAzXU1pZjG8YK9wlfvMCZ0jrCJXwXyDl7J6S1alaEqUJMIRM9TOfV4EyyZQ
        ei5tzfwihlZJA+JZBL4w3tSX/0Gk6dFPzMGclh0CgYEA5iHrBSZ85UdTB/H/kNxw
        Hue8VKunxZXW+bZaP28PIj45l/PEp6JEffvGrZa5bcn/P8rV/9OG9H134y6Y9f0I
        1nKJ/NGASkI+E7TvxKANlfdA0zqW7ahnrsDGUoGZcvtgdIcWYahb4mDpyMkHnm60
        141iaXiA1SkzktktgQ6xfjsCgYEA4/BQNkS/8PMaIsuynA6KGpMyI2mI6p+VR8AQ
        R6dwbn2HiiQEoa/b7xLO1UlEFXI0WkeX0T2tpkWLoLklygGtpoEO50g2Vfze9Jah
        Xqj+TRt8S5N1Ycuy3P682Gkw2aXBQVGaQxdVHWJhFJ8hiZ9kVUw74j7B5Ieel0Ep
        vMkN6bcCgYAvCVGy7MnsRua2ogS9RAD6oBzDJY6V+OlGgrnxay6prhQxdZaFOMpN
        Aa/6/OqLgRTVogyZTE+yGw7s9TI4XO54flKrxNo201FCz+GNy7TbKP0r7za3/oqq
        kiY26NxHPw/Y4V92uGWHYI2IB2ayQChgQjqSGhoi91feNNtzHGC0zwKBgQCuLrkN
        D3JhzVP+nQyLJq0wa6VX3FDNgk+QOdv29aP8Ox71WFrVt85onkXCRS+q98+74ZPJ
        SMnHEsQFeRbAjJHHeD4MTWmAQjGaVPVRofBauhM8qZ18sy2mpV9oPNIgsALDSHmK
        pWzcfI5VNNlrEouYhx4H4Q9H9L8jNJ+RbU6ddwKBgQCwyUl45Akkcv4rKzCQLwnz
        U4OD+EQebETbsvzhaRSgV1ltWivuXWDYjO/BzmMzVUNRKbD/n2d3TwNHQ+vB6XIA
        UZJ8ro6iVGUKszNdlWGMmjn8NTqOgZktxYcsDL6bkh5kwbo88a7hUZ2rqcGgjYj1
        v1y4BN6mc4TL76B0uN2TuQ==
        -----END PRIVATE KEY-----
        """

    /// A public key that is for RSA-PSS only.
    static let pssPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAMzoG01IW5HYZJMRkk/xxzRS
        ULaEFe8/NTAgqVRhBOAtNukOwjNKdqHmzips1rXcfnp5qR4Qp/KJb4QSBZPCs8pE
        ktKNDXpn4ArofvUgIof6HYiMaz0zMtj3/gQbSjAC1ogqCtoSB+IC1Cwnhwqn83Fs
        r/IDGfxBMouGzbp3L44SpUFzALxTDb6ezNnG7qVeVdBRZJFVcn7MF2yhjBJlZhj5
        +uIHGfYqJ06Wx+uKdkKL9zQAwbBN3Lg8LvsnxjRxk3lPtI2OvxM8dvru/nrfaMH5
        E74X8berB0i3xH0vuQdv/oVdclSw6aWYwFhLqyE+VBWLlOKQquZYWUw/FMjD7y0C
        AwEAAQ==
        -----END PUBLIC KEY-----
        """

    /// The private key, encrypted, as PKCS #8.
    static let encrypted = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQI0RoCGRaP4D0CAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBA+9DDrKdSsv3fPtt5wpcbIBIIE
        0Gj510fNIexgnh5/KtwzOg2cVmzG2SbhN1KCm6Kd6YoWPJwCIIsyu8JQ68qsPM9C
        4rjCj7gzys5cKvkvDky5sqTxfaB8Gu+zFLUGB0gU+I6xAf2OJNvs7A2NEMuavxpA
        ykus7OXpZ8gdmT4xSuvGsduawql3GVK4SbQ1o0Txzp40gIMRUzkwAVl3UKqnxRIp
        NbXunQ3YR0gJ06dwgI1i6OQnG0NZxoiehchkGlXBWHSiyd4AguM+O7WOev/raNag
        RS/qcCO4Vp4ZaHaAGDps3eObLIymQdM3fwT3bBHmGghOQ/xwrszIVpX9HbOqYwZX
        RXFV7I6AD36N64QCmZM4iHt+Cqgt0RwP4lBll3HrOj2jLq9PtLknlQVmQPfiUxNs
        vcbHaSk/F6xYldp/Rwsg6UQpeKZB3dnCeokeGQ0AsFqRdAv9bD8L+HOtxbhqdKIJ
        RHem8y4kmhLDxmWyGhWU+sZcbsY0OSPX5S++Wd7ng5wjvQ3snVlkQ9+lkMe2Ho6H
        NcLETvGMuh0oTbhhFO3Ul7rxDu7ODTlc71k2FM5p6+RT3BfQ/5o6uOkH90Ah9FJK
        G/H5OsbZ3Y4VYHG5DdYBSUwUkrwroLBtmTL46j2HcubcrXLasLNl9uxk8wWZWZTr
        AGrfIx71Lx7AsAzE7q25z3pSrucEG/V9V7EhVcaKsKEi365oFd1+yhP9+tHxHSvH
        oNf1k/zR1TneCV1EFGWImTstycD11i2GDsbY+gzXZ6Tq1vfj/haHFRS3cFKLg8sB
        CkuYYOZ49RO0udD2tNPG0s/B64Ev7REdm8K+Kwhpf4ozbq7Jr2EssC6C1W3h7Vrk
        XZvDJ7IVgkg6QZP80s4YEswN9gxQtHVTDEiAO6aCGonSbx95Dvzz0fKIbfZPabfb
        nmnqodE3HiKX6+tNtqLjC6thzuoY3zULBtzmpo1gDz8V7i3pANxdAOdI3TGrr8OX
        PI9Jr/x/jUalDNHmCbD5epA2nCOR4SANIp0U0WqGZVr1mShcdecPMAEDBwAVS8A9
        nEcUmC/tzflwg4o7Y+AVBYgzE4rj6C7dDaAW6FDbZbHNm4be+CoTfQEGkaFYtEBg
        j6soxDYP8xZjvXU6bBn1oeYoh/M6cwUoyqhPVIKb2bCBG+4dF0jlVMA6L7GCkr/5
        K+1CiPAyOoquMFGKdD35oOvK/FetVdI6xyz62ySNP/0k5crjvAQobk3d8lwTT8zI
        eBKzSxZ3069KYkDNwX60tc0al6ZbGdDe0j1pw4dPZmodB97f8Ar9r0Jo2zXT+dPX
        vecQQopLZXM1obsca29zwwWFxaHidekb2dHjlLmsy6aeczAmrNGcPZw4TJjph6Sb
        hWSTptRQU5G5MLm4+3Iwp8UA8C1EMli1SlrEoh03L2v90hxi1Xxy0S36RGsbZQeK
        QL3ATWT7YRRTzh3XK3Ocf0YDv2v65X3gWCacI9O3hldDOgV1PqbXLAdkUGfGEMM5
        hPi48mKG/r25FCZnzjsmRNOtk5kY9kGHhW8nRClOXNx0Xc0fZtqKlVs4YvHYc6qv
        9EnwxmE3+Dk4+tq/Y28FoPhIcBjAUZCbVmoUdeahFzoGthxqH/s8H7dm4BMxBor7
        9jB0dxBWT8O3BjDBtzBWB0N2Y63p7UQ3ZrWeEcQTLUih
        -----END ENCRYPTED PRIVATE KEY-----
        """

    /// The private key, encrypted, as PKCS #1.
    static let encryptedPKCS1 = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,8CBC0BBD53765DF97E6BDF34626E43BC

        njCoRwC9n4O7MzE+XQGbAn6u7vYODwmXlAA9prl8X/NWfDju4rP9e2o1Ei5zbO0s
        SWdIBBiY0CvRwBTY2B9PWsVDY2x0fQvBt2xM+5C1N6/1IPpG7QuZuz4L3Jvxbj6s
        jSdv4M72CcEIH9EITuV6yqguTA93ztHaABVVC03Vw8u1Hto8iQLo8TYRsyRJySsx
        Y90k0aj9hX3uG7oCd+CFZK2a9pVUK7ls5wy/ok+Iy+uyuHghioMYTci4bwPcb5LP
        yxpK+ui+ouncJvomkvfiayZfEnxcBABnadQcmaVYtHTwlCRERtzbgujmpVF2hyr5
        I/V8hlJZRwZIXI1zw88s+nEgHB5DsAUyY7PVNQoMKu4uf9uyRtQsL5dUN9k0gDlr
        kHhm6JtjDhGMeZLgH/zQATNwioW5eflJDWARy2dUTLyfFIbbT+o/LDJJrS8pd3U5
        RaHFXDW16pdvdTeuO7uh/W+Ui8VXq5m+DvHIMfN0ddb+i60YGKWQupdfppN2f292
        YAR64QvR3UkPTwUtodzansg4nGXPA8iUhSZof7m8kVgk4XgEJzcqh1bCBiA8js60
        foIYKO41oCr+oehr/f4eScltoyfOqUXsziZF1kv0x91HcXeGiAG0p4KcvE6uUTzW
        BEUu9sDxuBGPKGJIpZVrrTL3uN8VKOBAIGqo/TScmy144rcmpv6BqAJZ7KwNfLPb
        KXz+beu/+U8W/FkbEn9PruZDN8OtygNA49G+JE/2tgb8e8JqcdDm4zDIxkNgqHdL
        ZGkHSZrHoGUTik7l2Z5JVABP7etIuEBQOx+J5WfXMF6r50XAmzqpKQ4fLb67nsbZ
        xb9GYy/sj+KiOjGnwISAIX79EtoopRBRrnWF5TgXsT034u2nB+tAxeSezp+NCGCw
        9BPv8yv813SJSiPhc2ePsYnKP8KP344Y+nNyAZVTBp9wvZJI1iFM19FleLy2r7Zk
        fTciskABXnH9h/W6vxzG25OyAcqh4pUpIFv7KNhxZ6lwc5B8DY/M+V9LLxjSS09s
        IygCWE7XaRt3Ura2B3ydixITrJNYbBNluFdJb4BW/W7Dvfw+F9VhLUfHFJF5ZDs2
        6iSPB4y7VrW7oBMiYdwDtrLN5jcoaUMGJKHfgQfN/MEfhPvfTEPk9PiAgw9lgqFt
        pczpUeJvi/zMc3Wk3m49bcrUdc8VkoNL6dCoNB0NJLse14vd3CFkoR+cNQYa+7Jk
        g0dWFH+A6Vl+OsjDsqrMHBhFHEiOX17wqYEiPB8i9xBU86WIbTPVGunJUuMXjt7N
        vUJ8qCWjPhyGsvGLtjHYIqXti67qnNOZyNRdmHEbDEA38UVljS0l2TCk9PvAnZ/m
        SgZf9LeMHT3FFnc+wt1hUuqPsOEM53DZIYIZuOrQ/wwP3GKok+/7viNnbpNDXW52
        KGuaH21tfIk/Wk9/E4B0vYQ7vyLm1EmOY35aOBEY4nUsxzVKL+WE0xjnGxw+Qx9g
        KLywfMFJ63Z5uezrP4xHy1KZoAD87hnKt349GAC3lTvFFsDsgWkqNrLpyQzdmlQQ
        VJxHMRhfn3VCcrtyj+HpzvyZ+1Bs0JWX5qELlbZBAVw1Yfk8l/SKVtBGlEPrRTYi
        -----END RSA PRIVATE KEY-----
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

    /// Signatures by the key itself over encodings of the second message's SHA-256 that are not the one of
    /// RFC 8017 section 9.2: `openssl pkeyutl -decrypt -pkeyopt rsa_padding_mode:none`.
    static let misshapen: [(what: String, signature: String)] = [
        (
            "the digest's algorithm without its NULL",
            """
            39c9f392df24fcba77ae66681dd666861c375c8d906042c819881b399fe3a7ba9104b6eb7cec18f6153cd590b47c00f0\
            aeff312e5edb5edb049e152bb509c4475a070882b507ee5f437e45895a6fdba03bb17d89eed24399c758204edda8318b\
            55e3aaa2d215e8eb175cb836d50e6ef852e55c6592fcd3a3644cfeff48da37c70a46efe92eb1ee41771e9d8282fdf790\
            5f2b9c5cf6f9ffdfe16d63dbff26fdfe4dd6de5927a3c0b0065b5bb4db63d44a73003ee34c08487d7f0ad3d9f4ec12c2\
            de2d44b7698b9caf515dde0db52cb465f7d531e873edd1420d57ef7c87c6551045ec6b5d63125fff52fa610df4a53dd3\
            6b502cbeaefe2e58f27eacd1fb965ff8
            """
        ),
        (
            "another algorithm around the digest",
            """
            b90768c9fe616bf2fd8117d3905010cd832fcd82515ac35cbe5171759aadb84ec3139b2cae894c42fec1f9606e84fc5c\
            e7665eea15b70bbfef92990f954dec267c003824f8b24d4462d75adda544a8d085b2ae16a58aa7a9d0ffbbe4aa0660cd\
            d444e4ad27d15a7b1cd3508f5c7323c38314deee2134d2f2fadf2de067fecd5eec70c113d6c96c2274cfa148fdae7458\
            8c65a8e10b77f8fb42c4a752326e03ac6315b49fb4c481fd59d8fbb969aaa337f13906f9faab21e5fae5678d4de47cc8\
            8d6c0edfa8fc1971a52281dfbd54984a5979393b164774cb94e3db0ee31ba6460def0664d3a36cb15589e0a84d739de6\
            3b8d0b096ff2ab6722c180c44109aa95
            """
        ),
        (
            "a length in long form",
            """
            3cf13ff6c471d3995778d81faace67503977f66781051cedc3693fe6f4dbf334b732fb49a39914c13da7fc9ebd6a56ff\
            5acaab7a7f6e375aa1171e65838396cacdad672be95e7493789622a59993fe93e5aa429070b7fccdd973d781f2fcc343\
            c6f4eeb522421a90d0d6aee7c38ea99e8db03fee124dae4175262d5c74c9754e4060180b162a25e4d2d1c9ae500c838c\
            2a019123f02be50e06faf23c8b0d2ef10ca4aa7feb9957684a4cc11ed4d64c7582ffa9f662b6eb2dc5cea71aae5feafc\
            7ec3392c9f8d4f09d1e997180c644672e426596b1a87034c944dc62dc0dcc4c2fef56a35ddbd2272247786f7893d2052\
            5810eb16c85b57a65087977a702985e3
            """
        ),
        (
            "the digest alone",
            """
            971da71b52bddcc2a12f8dee1bbb76ff0f0bb6a6f31425e8e9a3d9b65e33c3f8ae505019c8110f0c3b79adaa7e4044aa\
            fa0144b882f7f2d163e444a01a978ae9f1f54b2702f2c6afa05baeb338e448e0899ba0ee9bb772be27e098c3cc319685\
            db01bc64099049ddae622c8e0eda275792bff1f9b0f01999837ac60eddbbb1e4ba175558723f84b0b01da908b409218a\
            c352a2260a2a62299c7cfcc1510aa3921ebb92f6e9c529e3236265ec4654250d5dfe96da55b0af874687fc84f0f6280a\
            058b7aac2dba1a433b8f48a6600fc0e15a37b1b8313eb63e96b91e085a01801bf85b16e621d9ff37175fb160c4320a45\
            bd8e9eeb9305b4349c3f5e4b820b33ed
            """
        ),
        (
            "encryption's block type",
            """
            1a68720d273339b70784698a0618a4154a623a18325df418c3350fa73111198a77e8c49c58bcc08acf9da97c194d5a57\
            0de8c8ee16e8c7bd38bf08a4e424c8056309dd4d1c1f960aa6d054aeccbf820d03e1e8b03ed8d733dbc1bf8793235fa8\
            6f26482c6470fb8a6641dbba073f0e3abc599bd25ebe73aa7ddcfab33e9e44ad5bfccdf81366a942723ecacd86c6f347\
            94044b42454a917981ee89ce8b3c163bb2cd142f265accc6b570484ece68fcee0dba6e6743b2531d94184d594a9d1aca\
            f09be69d4a54e9cfd78b9d3bfcfcb748827c4cc5b6181f42f4c3e3ffba99b5ab7110db43da03c2b237907075d55eebbe\
            da6a211903a6510ac86421112a9b3ffd
            """
        ),
        (
            "padding of other bytes",
            """
            3f419e10fc615607a0c952d4f6cdcb5340cf997b2d9dc6ea201a7304711a93e9b08cc9c36406905317d19e3943412ebc\
            e1c1239c6afd2d53adde8a9e3571d8aa91f0602f857908298bed88731497eec17bc9ceb66404f5a231341512e8d0cb5e\
            153a8ba554a36228cad6040f6b34a554f9978d56c8f6551158aa4111d7eaff6f5787e5108eee5cc2606c4554ccf901e8\
            25f8f7a87bab65b04f0014f65ce0d5990097c3991950a6b014cf61ff86bee5d35c5c9d12308da3550990570518738515\
            c1b5ef0faf3f492977e2373476f7b49758ae520a31fef4218d6ac801f169ba2791ceb6800e1f4e9d681b3844314784f3\
            0b3866099cbec8e08533ce7a3a3a3f08
            """
        ),
        (
            "no zero behind the padding",
            """
            52f4adfbcbccb847230d5c10db7026be57f3126b15c60ad9f518b1241a1f932b267e720ea9b005afe9b8186abd299ce6\
            dcf54e8b137927d302f2441e07255e8377a570e018dc51430414a92182035c60617317809d972018a136852f7ccead4c\
            c784608e083e9099cc7f8fc87301cb46a122ddca8cc4afa3d89c10bc800cd164b1a26f0de5a1f9ba78fed1cd57efaac3\
            177f258ee21989caae8c3b8d41c8eb086bae093643d8b29484d13e9209b54b2f28068a8192068966f85d2fa25f7c3d1d\
            e0ad149323650a4f5a47b0f0d76ff0b83fa83e46f4d4002b57f33a3b5d20f83f7424b9e24b06f15bde170023186195e8\
            16a07e715ad19af7a9a4b9abbd0e826a
            """
        ),
        (
            "a byte behind the digest",
            """
            79736e15b1914852e195ee85e61ab198e3e3220eeafa86a6c0a75997e6c9d750eab090633bc473ebfc66c8d274736c3a\
            b805ee43bd21649e4a631a1ddab50a3fe08eb1eba5de4fb18a861387bb38410ef4c6dc69e33c80067c14dc6a6b5657ad\
            9ee4f9b19c3ee5a25056164ab8f4cd5e7cb29588e9674f801386652da1b215d9297ed7bd0a7b82cfbab9a95b9c563142\
            852efd52f4a22cea67c7d752ce89eff35904699cd5b7f56627707317abee5ab39ed9df9da39a1b3a7cfc4bafa0076e10\
            aed81c6ed20e477e33206410b1e7bb357f87d2f074cdff485e52cf77ded07637958009416f0ac5681f9a30d195cc9069\
            05e4e7989da20710b61f40b1e7a6e3a0
            """
        ),
        (
            "short padding, then the digest, then garbage",
            """
            6221e3858334288dd538606de3c97162cea369b800d95d912e5a5282be594a9bde0f112c1a5276b37b863509da50d287\
            baf8c38710352382691256ac4f1adf8c4564eff2f6a6df50a90592f0dcee89964d19974192a42f68fbab9cd1a48b0b5e\
            b0614ec35f424fe49a60a76a8eeb0e726f0ce72ac5a038fa06ee6be6d46eb6abe81fe093b308948c378419cd4f786a03\
            105b7b3a2f0fa8d7513044f0bd56c12ac1c3fe9bcc339ec9fb10da4cb7b564f041edf063b2dea25ccf1c48fca5b9f2f2\
            de7aedff92b94ebe38473bb54366f9fa203a771905aaa4aeef4ba7eda6597b032df11f0d0c1654b779cdc0c4c46d887d\
            e8e48501abd4013680829dddfb5bf5f2
            """
        ),
        (
            "an indefinite length",
            """
            a2118274a46823291a8fffb1647cbeef621b66950f8145f4574a0f6039cbc1ced1d8e2d420d989a768b2f78716a86ec9\
            6adacbe6b2925f82a04219acf83deea88b093702d60e1ef181837249c0cccf770b43c28aecf352cd91ec00f4582304e7\
            0e08a8077ea1cc1a403f46d4347147906ac2ac75d9a21de2d976c1453e88ac6a08a17b03530e1d99d3cda08ab365bb07\
            31ba386a176cc805b3e7d0927bc7b59584d4d94440b32b5d811006b0d4d1d208ed9bd2b8afd0f339784245bd3d84ed7b\
            837e7989ff565f77035dc9b0542859a593117d5198a7766ffeab973e24d3dfc1efa8c62e794092f8a161dcd1037991d2\
            48cbcc4f5c71baf58300e42cab8d56d7
            """
        ),
    ]

    /// The cube root of an encoding with short padding and garbage: made without any key, and valid under
    /// ``exponent3`` for a verifier that does not look behind the digest.
    static let cubeRoot = """
        000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        00000000000000000000000000000000000000000000000000000032cbfd4a7adc7905583d767520f51640759176d378\
        26f2ef63ae3dc7a8f90b8fb929645984fffe3b2663f8bea07cb579f955e936b0f79a4eb655e02ca6c46236295a1217c4\
        755ddcf023af0ef91e477f7018847820
        """
}
